"""Fits coherence: a space for sentences, then trees that tell a foreign segment. No files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from imfact.judge.coherence import COHERENCE_FEATURES, Measured, measure_segments
from imfact.pipeline.train.coherence_data import Body, Made
from imfact.pipeline.train.data.splits import folds
from imfact.pipeline.train.space import Space, Vectors, fit_space
from imfact.pipeline.train.trees import TreeSettings, TreeSignal, fit_trees

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

FOLDS = 4
_SETTINGS = TreeSettings(
    rounds=150, rate=0.06, leaves=15, rows_a_leaf=40, penalty=10.0, features_a_split=0.4, bags=3
)
_OWN_WEIGHT = 8.0
"""Of all segments of a body as it was, beside 1 for a foreign segment: each body is altered often."""
_HARDEST = 0.7
"""Share of that which goes to the segments that look most foreign."""
_BESIDE_WEIGHT = 0.3
"""Of the segments of an altered body that are wholly its own."""


@dataclass(frozen=True, slots=True)
class CoherenceSignal:
    """The logit of a body is the greatest of its segments'."""

    space: Space
    trees: TreeSignal

    @property
    def names(self) -> tuple[str, ...]:
        """The features of a segment."""
        return self.trees.names

    def logits(self, segments: Sequence[Measured]) -> Floats:
        """Return a logit a body."""
        return np.array([each.max() for each in _each(self.trees, segments)])


@dataclass(frozen=True, slots=True)
class Learned:
    """What coherence learns from: whole bodies with their events, and what says what goes together."""

    bodies: Sequence[Body]
    groups: Numbers
    names: Sequence[str]
    """An id of each body, which its fold hangs on."""
    others: Sequence[Vectors]
    """The sentences of further texts of any length above one."""
    other_groups: Numbers

    def space(self, without: Iterable[int], seed: int) -> Space:
        """Learn a space from all but some events."""
        away = list(without)
        texts = [body.vectors for body in self.bodies] + list(self.others)
        groups = np.concatenate([self.groups, self.other_groups])
        kept = np.flatnonzero(~np.isin(groups, away))
        chosen = [texts[place] for place in kept.tolist()]
        many = [row for row, text in enumerate(chosen) if len(text) > 1]
        return fit_space([chosen[row] for row in many], groups[kept][many], seed)


def fit_coherence(
    learned: Learned, make: Callable[[Numbers, int], Sequence[Made]], seed: int
) -> CoherenceSignal:
    """Fit the space on all bodies, and the trees on segments measured in spaces that did not see them.

    Args:
        learned: The texts.
        make: Alters the bodies at some places, by a seed; ``Made.body`` counts among those.
        seed: Draws.
    """
    parts = folds(learned.groups, learned.names, FOLDS, seed)
    made: list[Made] = []
    segments: list[Measured] = []
    for part in range(FOLDS):
        places = np.flatnonzero(parts == part)
        if not len(places):
            continue
        space = learned.space(np.unique(learned.groups[places]).tolist(), seed + part)
        altered = make(places, seed + part)
        own = [learned.bodies[place] for place in places.tolist()]
        segments += measured(altered, own, space)
        made += [replace(one, body=int(places[one.body])) for one in altered]
    # First all segments of a body alike, then chiefly those that looked foreign: the logit of a body
    # is that of its worst segment, so it is the worst of the honest ones that must lie low.
    first = replace(_SETTINGS, bags=1)
    trees = _fit(made, segments, learned.groups, None, first, seed)
    trees = _fit(made, segments, learned.groups, _each(trees, segments), _SETTINGS, seed + 1)
    return CoherenceSignal(learned.space((), seed + FOLDS), trees)


def measured(made: Sequence[Made], bodies: Sequence[Body], space: Space) -> list[Measured]:
    """Measure the segments of each made body; ``bodies`` are those that it was made of."""
    found = []
    for one in made:
        title = bodies[one.body].title
        places = space.places(np.vstack([title[None], one.vectors]))
        segments = measure_segments(one.sentences, one.vectors, title, places)
        if segments is None:
            raise ValueError("a body of six sentences has too few")
        found.append(segments)
    return found


def _fit(
    made: Sequence[Made],
    segments: Sequence[Measured],
    groups: Numbers,
    seen: Sequence[Floats] | None,
    settings: TreeSettings,
    seed: int,
) -> TreeSignal:
    """Fit trees that tell the foreign segment, whole and alone, from segments of a body's own."""
    features, labels, weights, events = [], [], [], []
    for row, (one, own) in enumerate(zip(made, segments, strict=True)):
        chosen, label, weight = _rows(one, own, None if seen is None else seen[row])
        features.append(own.features[chosen])
        labels.append(label)
        weights.append(weight)
        events.append(np.full(len(chosen), groups[one.body]))
    weight = np.concatenate(weights)
    return fit_trees(
        COHERENCE_FEATURES,
        np.concatenate(features),
        np.concatenate(labels),
        np.concatenate(events),
        seed,
        weights=weight * len(weight) / weight.sum(),
        settings=settings,
    )


def _rows(one: Made, segments: Measured, seen: Floats | None) -> tuple[Numbers, Numbers, Floats]:
    """Return which segments are learned from, their labels and weights."""
    spans = segments.spans
    if not one.foreign.any():
        weights = np.full(len(spans.starts), 1.0 / len(spans.starts))
        if seen is not None:
            odds = np.exp(seen - seen.max())
            weights = _HARDEST * odds / odds.sum() + (1 - _HARDEST) * weights
        return (
            np.arange(len(weights)),
            np.zeros(len(weights), dtype=np.int64),
            _OWN_WEIGHT * weights,
        )
    strange = spans.sums(one.foreign.astype(np.float64))
    exact = np.flatnonzero((strange == spans.lengths) & (strange == one.foreign.sum()))
    clean = np.flatnonzero(strange == 0)
    # A few suffice: the bodies as they were show all of theirs.
    clean = clean[:: max(len(clean) // 5, 1)]
    return (
        np.concatenate([exact, clean]),
        np.concatenate([np.ones(len(exact), np.int64), np.zeros(len(clean), np.int64)]),
        np.concatenate(
            [np.ones(len(exact)), np.full(len(clean), _BESIDE_WEIGHT / max(len(clean), 1))]
        ),
    )


def _each(trees: TreeSignal, segments: Sequence[Measured]) -> list[Floats]:
    """Return the logits of each body's segments."""
    logits = trees.logits(np.concatenate([own.features for own in segments]))
    return np.split(logits, np.cumsum([len(own.features) for own in segments])[:-1])
