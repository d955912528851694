"""Fits match: swapped and contradicting headlines, each by a line and trees, and both together. No files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from imfact.adapters.classifier.ngrams import NgramForm
from imfact.pipeline.train.match_data import CONTRADICTIONS, HONEST, SWAPS, MatchRows
from imfact.pipeline.train.space import Space, fit_space
from imfact.pipeline.train.trees import TreeSettings, TreeSignal, fit_trees

Floats = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]

EDIT_LOG_ODDS = -2.0
"""What an edit weighs beside a swap: the least at which edits were told well enough of unseen publishers."""

_C = 5e-4
_LEAST_SPREAD = 1e-6
_FOLDS = 4
_TREES = TreeSettings(rounds=200, bags=2)
# Made inside the model of what it is given beside the features.
_INSIDE = ("place_cosine", "rare_carried", "rare_carried_squared")
_LINES = ("swap_line", "edit_line")


@dataclass(frozen=True, slots=True)
class Line:
    """Logit = measures·w + (query ⊙ lead)·w_product + |query - lead|·w_distance + bias."""

    features: Floats
    product: Floats
    distance: Floats
    bias: float

    def logits(self, measures: Floats, queries: Vectors, leads: Vectors) -> Floats:
        """Return a logit a row."""
        both = queries.astype(float) * leads
        found = measures @ self.features + both @ self.product
        found = found + np.abs(queries - leads) @ self.distance
        return np.asarray(found + self.bias, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class MatchSignal:
    """Logit = log(exp(swapped) + exp(edited + EDIT_LOG_ODDS)): either is enough.

    A swap shows in the vectors, which a line reads best, and in words that are absent together, so
    ``swapped`` is the mean of a line and trees. An edit shows in single words and numbers that mean
    something only together: ``edited`` is what trees say of the measures and of both lines. Measures
    are the features, how near headline and lead are in ``space``, and how much of the headline's
    characters, weighted by ``rarity``, the lead carries.
    """

    names: tuple[str, ...]
    """The features that it is given, without what is made of the rest inside."""
    space: Space
    rarity: Floats
    """A weight a bucket of characters."""
    swap: Line
    edit: Line
    swap_trees: TreeSignal
    edit_trees: TreeSignal

    def logits(self, rows: MatchRows) -> Floats:
        """Return a logit a row."""
        measures = np.column_stack([rows.features, _inside(rows, self.space, self.rarity)])
        lines = [line.logits(measures, rows.queries, rows.leads) for line in (self.swap, self.edit)]
        read = np.column_stack([measures, *lines])
        swapped = (lines[0] + self.swap_trees.logits(read)) / 2
        return np.asarray(
            np.logaddexp(swapped, self.edit_trees.logits(read) + EDIT_LOG_ODDS), dtype=np.float64
        )


def fit_match(names: Sequence[str], rows: MatchRows, seed: int) -> MatchSignal:
    """Fit match; the trees learn of a space and of lines that did not see the row's event.

    Args:
        names: The features, one a column.
        rows: Own, swapped and contradicting headlines.
        seed: Draws.
    """
    from sklearn.model_selection import GroupKFold

    rarity, events = rarity_of(rows), rows.events
    ways = [rows.where("own", *SWAPS), rows.where(*HONEST, *CONTRADICTIONS)]
    # Of what a space and lines say where they did not learn.
    away = np.zeros((len(rows.labels), len(_INSIDE) + len(_LINES)))
    for learned, rest in GroupKFold(_FOLDS).split(away, rows.labels, events):
        inside = np.zeros(len(away), dtype=bool)
        inside[learned] = True
        away[rest, : len(_INSIDE)] = _inside(rows, _space(rows, inside, seed), rarity)[rest]
    measures = np.column_stack([rows.features, away[:, : len(_INSIDE)]])
    for learned, rest in GroupKFold(_FOLDS).split(away, rows.labels, events):
        inside = np.zeros(len(away), dtype=bool)
        inside[learned] = True
        for column, way in enumerate(ways, len(_INSIDE)):
            line = _fit_line(rows, measures, inside & way)
            away[rest, column] = line.logits(measures[rest], rows.queries[rest], rows.leads[rest])
    read = np.column_stack([rows.features, away])
    swap, edit = (_fit_line(rows, measures, way) for way in ways)
    swap_trees, edit_trees = (
        fit_trees(
            (*names, *_INSIDE, *_LINES),
            read[way],
            rows.labels[way],
            events[way],
            seed,
            weights=rows.weights[way],
            settings=_TREES,
        )
        for way in ways
    )
    space = _space(rows, np.ones(len(away), dtype=bool), seed)
    return MatchSignal(tuple(names), space, rarity, swap, edit, swap_trees, edit_trees)


def rarity_of(rows: MatchRows) -> Floats:
    """Return the inverse document frequency of each bucket among the own headlines, at least 1."""
    own = np.flatnonzero(rows.where("own"))
    ids = rows.grams.ids[own]
    often = np.bincount(ids[ids > 0], minlength=NgramForm().buckets)
    return np.asarray(np.log((1 + len(own)) / (1 + often)) + 1.0, dtype=np.float64)


def _inside(rows: MatchRows, space: Space, rarity: Floats) -> Floats:
    """Return ``_INSIDE``, as match_onnx.py makes them."""
    near = (space.places(rows.queries) * space.places(rows.leads)).sum(axis=1)
    weighted = rarity[rows.grams.ids] * rows.grams.values
    carried = weighted * rows.grams.carried
    return np.column_stack(
        [
            near,
            carried.sum(axis=1) / np.maximum(weighted.sum(axis=1), 1e-9),
            (carried**2).sum(axis=1) / np.maximum((weighted**2).sum(axis=1), 1e-9),
        ]
    )


def _space(rows: MatchRows, inside: npt.NDArray[np.bool_], seed: int) -> Space:
    """Learn where headlines and the beginnings of their own texts lie."""
    own = np.flatnonzero(rows.where("own") & inside)
    pairs = [np.stack([rows.queries[row], rows.leads[row]]) for row in own.tolist()]
    return fit_space(pairs, rows.events[own], seed)


def _fit_line(rows: MatchRows, measures: Floats, chosen: npt.NDArray[np.bool_]) -> Line:
    """Fit a logistic regression over standardised columns and return it over the raw ones."""
    from sklearn.linear_model import LogisticRegression

    queries, leads, measured = rows.queries[chosen], rows.leads[chosen], measures[chosen]
    columns = np.hstack([measured, queries.astype(float) * leads, np.abs(queries - leads)])
    mean = columns.mean(axis=0)
    spread = np.maximum(columns.std(axis=0), _LEAST_SPREAD)
    model = LogisticRegression(C=_C, max_iter=2_000)
    model.fit((columns - mean) / spread, rows.labels[chosen], sample_weight=rows.weights[chosen])
    slopes = np.asarray(model.coef_[0] / spread, dtype=np.float64)
    ends = [measured.shape[1], measured.shape[1] + queries.shape[1]]
    of_features, of_product, of_distance = np.split(slopes, ends)
    bias = float(model.intercept_[0] - slopes @ mean)
    return Line(of_features, of_product, of_distance, bias)
