"""Whether two articles carry the same text; exact, pure, symmetric."""

from __future__ import annotations

from datetime import timedelta

from imfact.kit.shingles import overlap, share
from imfact.pipeline.group.telling import Telling, Words

WINDOW = timedelta(days=30)
"""A text that comes back later, such as a yearly notice, is another publication."""

# Calibrated on pairs of same-day articles that were read one by one; none of them is a public pair.
_BODY = 0.5
# So much in common needs no further witness: outlets give a wire text a headline of their own.
_PLAIN = 0.75
_HEADLINE = 0.25
_NUMBERS = 0.3
# A caption or a teaser: what is common may be all template, so nearly all of it must be.
_SHORT_GRAMS = 70
_SHORT_BODY = 0.8
_SHORT_HEADLINE = 0.5
# The word that a headline begins with names who it is about.
_SUBJECT = 0.5


def is_copy(one: Telling, other: Telling) -> bool:
    """Return whether one is a reprint, update or light edit of the other, whatever its headline.

    Half of the shorter body must stand in the longer one, run for run: an edit of one word breaks
    five runs, so half the runs are most of the sentences. Stock templates (market reports, awards)
    reach that too; numbers, subjects and headlines that the other text does not carry tell them apart.
    """
    if abs(one.published_at - other.published_at) > WINDOW:
        return False
    return same_text(one.words, other.words)


def same_text(one: Words, other: Words) -> bool:
    """Return whether the words are those of one text; see :func:`is_copy`."""
    common = overlap(one.body, other.body)
    short = min(len(one.body), len(other.body)) < _SHORT_GRAMS
    if common < (_SHORT_BODY if short else _BODY):
        return False
    if not _numbers_agree(one.numbers, other.numbers):
        return False
    if common >= _PLAIN and not short:
        return True
    carried = min(share(one.title, other.opening), share(other.title, one.opening))
    return (
        carried >= (_SHORT_HEADLINE if short else _HEADLINE)
        and max(share(one.subject, other.opening), share(other.subject, one.opening)) >= _SUBJECT
    )


def _numbers_agree(one: frozenset[str], other: frozenset[str]) -> bool:
    return min(len(one), len(other)) < 2 or overlap(one, other) >= _NUMBERS
