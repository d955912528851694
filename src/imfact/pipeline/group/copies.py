"""Whether two articles carry the same text; exact, pure, symmetric."""

from __future__ import annotations

from datetime import timedelta

from imfact.kit.shingles import overlap, share
from imfact.pipeline.group.telling import Telling, Words

WINDOW = timedelta(days=30)
"""A text that comes back later, such as a yearly notice, is another publication."""

# Calibrated on pairs of same-day articles that were read one by one; none of them is a public pair.
_BODY = 0.6
_HEADLINE = 0.25
_NUMBERS = 0.5
# A caption or a teaser: what is common may be a template, so nearly all of it must be.
_SHORT_GRAMS = 100
_SHORT_BODY = 0.8


def is_copy(one: Telling, other: Telling) -> bool:
    """Return whether one is a reprint, update or light edit of the other, whatever its headline.

    Most of the shorter body must stand in the longer one. Stock templates (market reports, awards)
    do too; they are told apart by numbers and by headlines that the other text does not carry.
    """
    if abs(one.published_at - other.published_at) > WINDOW:
        return False
    return same_text(one.words, other.words)


def same_text(one: Words, other: Words) -> bool:
    """Return whether the words are those of one text; see :func:`is_copy`."""
    common = overlap(one.body, other.body)
    if common < _BODY:
        return False
    carried = min(share(one.title, other.opening), share(other.title, one.opening))
    short = min(len(one.body), len(other.body)) < _SHORT_GRAMS
    if short and common < _SHORT_BODY:
        return False
    return carried >= _HEADLINE and _numbers_agree(one.numbers, other.numbers)


def _numbers_agree(one: frozenset[str], other: frozenset[str]) -> bool:
    return min(len(one), len(other)) < 2 or overlap(one, other) >= _NUMBERS
