"""Whether two articles tell the same event: vectors weighed with words; pure, symmetric."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from imfact.kit.shingles import overlap, share
from imfact.pipeline.group.telling import CENTRE, SHORT_LETTERS, STEP, Telling, article_nearness

WINDOW = timedelta(hours=72)
"""Tellings of one event appear within it; beyond it the same subject is another day's development."""

# A logistic regression over 2,417 pairs of training articles that were read three times over; none of them is
# a public pair (docs/adr/0034). What is alike by its wording alone is more often a template than an event.
_ARTICLE, _CARRIED, _RUNS, _MISSING, _DAY, _BIAS = 4.11, 3.25, -2.45, -0.28, -0.92, 10.71
# The less text there is, the farther apart are the vectors of one event; a caption says too little.
_LENGTH, _SHORT = -2.45, -3.82
_DAY_SECONDS = timedelta(days=1).total_seconds()
# What the rounding of vectors may come to.
_ROUNDING = 0.01

Floats = npt.NDArray[np.float64]


def event_score(one: Telling, other: Telling) -> float:
    """Return the log-odds that both tell one event; -inf outside the window or without vectors."""
    near = article_nearness(one, other)
    apart = abs(one.published_at - other.published_at)
    if near is None or apart > WINDOW:
        return float("-inf")
    mine, yours = one.words, other.words
    fewer = min(len(mine.numbers), len(yours.numbers))
    return (
        _ARTICLE * near
        + _CARRIED * max(share(mine.title, yours.opening), share(yours.title, mine.opening))
        + _RUNS * overlap(mine.runs, yours.runs)
        + _MISSING * (fewer - len(mine.numbers & yours.numbers))
        + float(_beside_words(apart.total_seconds(), min(mine.length, yours.length)))
    )


def same_event(one: Telling, other: Telling) -> bool:
    """Return whether both tell one event."""
    return event_score(one, other) > 0


@dataclass(frozen=True, slots=True)
class Rows:
    """Articles side by side: unit vectors, zeros where there are none, moments, and lengths."""

    articles: npt.NDArray[np.float32]
    seconds: Floats
    """Since the epoch."""
    lengths: Floats
    """Of openings, see ``Words.length``."""


def likely_pairs(one: Rows, other: Rows) -> npt.NDArray[np.int64]:
    """Return the pairs (row of ``one``, row of ``other``) that words could still make one event, shape (pairs, 2).

    None of those that :func:`same_event` accepts is left out.
    """
    seconds = np.abs(other.seconds[None] - one.seconds[:, None])
    apart = seconds > WINDOW.total_seconds()
    if apart.all():
        return np.empty((0, 2), dtype=np.int64)
    # Words can add as much as a headline that is carried whole; the rest is room for rounding.
    most = (
        _ARTICLE * (one.articles @ other.articles.T - CENTRE) / STEP
        + _CARRIED
        + _beside_words(seconds, np.minimum(one.lengths[:, None], other.lengths[None]))
    )
    return np.argwhere((most > -_ROUNDING) & ~apart)


def _beside_words(seconds: Floats | float, length: Floats | float) -> Floats:
    """Return what moments and lengths add: seconds apart, and letters of the shorter opening."""
    return np.asarray(
        _DAY * seconds / _DAY_SECONDS
        + _LENGTH * np.log1p(length)
        + _SHORT * (np.asarray(length) < SHORT_LETTERS)
        + _BIAS
    )
