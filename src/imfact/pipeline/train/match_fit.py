"""Fits match: a line for swapped headlines, trees for edited ones, and what they say together. No files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from imfact.pipeline.train.match_data import EDITS, MatchRows
from imfact.pipeline.train.trees import TreeSettings, TreeSignal, fit_trees

Floats = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]

EDIT_LOG_ODDS = -2.0
"""An edited headline is taken to be about a seventh as likely as a swapped one, whatever is measured."""

_C = 5e-4
_LEAST_SPREAD = 1e-6
_FOLDS = 4
_TREES = TreeSettings(rounds=200, bags=3)
_LINES = ("swap_line", "edit_line")


@dataclass(frozen=True, slots=True)
class Line:
    """Logit = features·w + (title ⊙ lead)·w_product + |title - lead|·w_distance + bias."""

    features: Floats
    product: Floats
    distance: Floats
    bias: float

    def logits(self, features: Floats, titles: Vectors, leads: Vectors) -> Floats:
        """Return a logit a row."""
        both = titles.astype(float) * leads
        found = features @ self.features + both @ self.product
        found = found + np.abs(titles - leads) @ self.distance
        return np.asarray(found + self.bias, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class MatchSignal:
    """Logit = log(exp(swap) + exp(trees(features, swap, edit) + EDIT_LOG_ODDS)): either is enough.

    A swap shows in the vectors, which a line reads best. An edit shows in single words and numbers
    that mean something only together, so trees read the measures and what both lines say.
    """

    names: tuple[str, ...]
    swap: Line
    edit: Line
    trees: TreeSignal

    def logits(self, features: Floats, titles: Vectors, leads: Vectors) -> Floats:
        """Return a logit a row."""
        swap = self.swap.logits(features, titles, leads)
        edit = self.edit.logits(features, titles, leads)
        trees = self.trees.logits(np.column_stack([features, swap, edit]))
        return np.asarray(np.logaddexp(swap, trees + EDIT_LOG_ODDS), dtype=np.float64)


def fit_match(names: Sequence[str], rows: MatchRows, events: Labels, seed: int) -> MatchSignal:
    """Fit match; the trees learn of lines that did not see the row's event.

    Args:
        names: The features, one a column.
        rows: Own, swapped and edited headlines.
        events: The event of each row.
        seed: Draws.
    """
    from sklearn.model_selection import GroupKFold

    swapped, edited = rows.where("own", "hard", "random"), rows.where("own", *EDITS)
    lines = np.zeros((len(rows.labels), 2))
    for learned, rest in GroupKFold(_FOLDS).split(lines, rows.labels, events):
        inside = np.zeros(len(lines), dtype=bool)
        inside[learned] = True
        for column, way in enumerate((swapped, edited)):
            line = _fit_line(rows, inside & way)
            lines[rest, column] = line.logits(
                rows.features[rest], rows.titles[rest], rows.leads[rest]
            )
    trees = fit_trees(
        (*names, *_LINES),
        np.column_stack([rows.features, lines])[edited],
        rows.labels[edited],
        events[edited],
        seed,
        settings=_TREES,
    )
    return MatchSignal(tuple(names), _fit_line(rows, swapped), _fit_line(rows, edited), trees)


def _fit_line(rows: MatchRows, chosen: npt.NDArray[np.bool_]) -> Line:
    """Fit a logistic regression over standardised columns and return it over the raw ones."""
    from sklearn.linear_model import LogisticRegression

    titles, leads = rows.titles[chosen], rows.leads[chosen]
    measured = rows.features[chosen]
    columns = np.hstack([measured, titles.astype(float) * leads, np.abs(titles - leads)])
    mean = columns.mean(axis=0)
    spread = np.maximum(columns.std(axis=0), _LEAST_SPREAD)
    model = LogisticRegression(C=_C, max_iter=2_000)
    model.fit((columns - mean) / spread, rows.labels[chosen])
    slopes = np.asarray(model.coef_[0] / spread, dtype=np.float64)
    ends = [measured.shape[1], measured.shape[1] + titles.shape[1]]
    of_features, of_product, of_distance = np.split(slopes, ends)
    bias = float(model.intercept_[0] - slopes @ mean)
    return Line(of_features, of_product, of_distance, bias)
