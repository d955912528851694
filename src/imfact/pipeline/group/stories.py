"""Whether two articles tell the same event: vectors weighed with words; pure, symmetric."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from imfact.kit.shingles import share
from imfact.pipeline.group.telling import Telling

WINDOW = timedelta(hours=72)
"""Tellings of one event appear within it; beyond it the same subject is another day's development."""

# A logistic regression over 317 pairs of articles of the same days that were read one by one, mostly hard
# ones and none of them a public pair; _BIAS is moved by 0.6 to where ten-fold F1 was highest (.90).
# Cosines of the encoder live between .82 and .95, so they are counted from .9 on in steps of .05.
_CENTRE, _STEP = 0.9, 0.05
_ARTICLE, _TITLE, _CARRIED, _MISSING, _BIAS = 3.04, 0.68, 1.82, -0.43, -2.16 + 0.6
# What the rounding of vectors may come to.
_ROUNDING = 0.01


def event_score(one: Telling, other: Telling) -> float:
    """Return the log-odds that both tell one event; -inf outside the window or without vectors."""
    if one.vectors is None or other.vectors is None:
        return float("-inf")
    if abs(one.published_at - other.published_at) > WINDOW:
        return float("-inf")
    article = float(one.vectors.article @ other.vectors.article)
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


@dataclass(frozen=True, slots=True)
class Rows:
    """Articles side by side: unit vectors of articles and headlines, zeros where there are none, and moments."""

    articles: npt.NDArray[np.float32]
    titles: npt.NDArray[np.float32]
    seconds: npt.NDArray[np.float64]
    """Since the epoch."""


def likely_pairs(one: Rows, other: Rows) -> npt.NDArray[np.int64]:
    """Return the pairs (row of ``one``, row of ``other``) that words could still make one event, shape (pairs, 2).

    None of those that :func:`same_event` accepts is left out.
    """
    apart = np.abs(other.seconds[None] - one.seconds[:, None]) > WINDOW.total_seconds()
    if apart.all():
        return np.empty((0, 2), dtype=np.int64)
    # Words can add as much as a headline that is carried whole; the rest is room for rounding.
    needed = -(_BIAS + _CARRIED) - _ROUNDING
    evidence = (
        _ARTICLE * (one.articles @ other.articles.T - _CENTRE) / _STEP
        + _TITLE * (one.titles @ other.titles.T - _CENTRE) / _STEP
    )
    return np.argwhere((evidence > needed) & ~apart)
