"""Whether two articles tell the same event: vectors weighed with words; pure, symmetric."""

from __future__ import annotations

from datetime import timedelta

from imfact.kit.shingles import share
from imfact.pipeline.group.telling import Telling

WINDOW = timedelta(hours=72)
"""Tellings of one event appear within it; beyond it the same subject is another day's development."""

NEAR = 0.86
"""Articles whose vectors are farther apart than this cosine are never compared further."""

# A logistic regression over 231 pairs of articles of the same days that were read one by one (none of
# them a public pair); ten-fold F1 .90 on that set, which is made of hard pairs. Cosines of the encoder
# live between .82 and .95, so they are counted from .9 on in steps of .05.
_CENTRE, _STEP = 0.9, 0.05
_ARTICLE, _TITLE, _CARRIED, _MISSING, _BIAS = 2.86, 0.94, 1.66, -0.33, -2.25


def event_score(one: Telling, other: Telling) -> float:
    """Return the log-odds that both tell one event; -inf outside the window or without vectors."""
    if one.vectors is None or other.vectors is None:
        return float("-inf")
    if abs(one.published_at - other.published_at) > WINDOW:
        return float("-inf")
    article = float(one.vectors.article @ other.vectors.article)
    if article < NEAR:
        return float("-inf")
    title = float(one.vectors.title @ other.vectors.title)
    mine, yours = one.words, other.words
    carried = max(share(mine.title, yours.opening), share(yours.title, mine.opening))
    fewer = min(len(mine.numbers), len(yours.numbers))
    missing = fewer - len(mine.numbers & yours.numbers)
    return (
        _ARTICLE * (article - _CENTRE) / _STEP
        + _TITLE * (title - _CENTRE) / _STEP
        + _CARRIED * carried
        + _MISSING * missing
        + _BIAS
    )


def same_event(one: Telling, other: Telling) -> bool:
    """Return whether both tell one event."""
    return event_score(one, other) > 0
