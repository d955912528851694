"""Fits match: logistic regressions over measured features and vectors. No files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]

_MATCH_C = 5e-4
_LEAST_SPREAD = 1e-6


@dataclass(frozen=True, slots=True)
class LinearSignal:
    """Logit = features·w [+ (title ⊙ lead)·w_product + |title - lead|·w_distance] + bias."""

    names: tuple[str, ...]
    features: Floats
    product: Floats | None
    distance: Floats | None
    bias: float

    def logits(
        self, features: Floats, titles: Vectors | None = None, leads: Vectors | None = None
    ) -> Floats:
        """Return a logit a row."""
        found = features @ self.features + self.bias
        if self.product is not None and self.distance is not None and titles is not None:
            if leads is None:
                raise ValueError("vectors of the leads are missing")
            both = titles.astype(float) * leads
            found = found + both @ self.product + np.abs(titles - leads) @ self.distance
        return np.asarray(found, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class JoinedSignal:
    """Logit = log Σ exp(part): any of several ways to go wrong is enough."""

    parts: tuple[LinearSignal, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The features, the same for all parts."""
        return self.parts[0].names

    def logits(
        self, features: Floats, titles: Vectors | None = None, leads: Vectors | None = None
    ) -> Floats:
        """Return a logit a row."""
        each = [part.logits(features, titles, leads) for part in self.parts]
        return np.asarray(np.logaddexp.reduce(each, axis=0), dtype=np.float64)


def fit_match(
    names: Sequence[str], features: Floats, titles: Vectors, leads: Vectors, labels: Labels
) -> LinearSignal:
    """Fit one way of mismatch over features, product and distance of the vectors of both texts."""
    columns = np.hstack([features, titles.astype(float) * leads, np.abs(titles - leads)])
    slopes, bias = _fit(columns, labels, _MATCH_C, np.ones(len(labels)))
    measured, product, distance = np.split(slopes, [len(names), len(names) + titles.shape[1]])
    return LinearSignal(tuple(names), measured, product, distance, bias)


def _fit(columns: Floats, labels: Labels, strength: float, weights: Floats) -> tuple[Floats, float]:
    """Return weights and bias over the raw columns, fitted over standardised ones."""
    from sklearn.linear_model import LogisticRegression

    mean = columns.mean(axis=0)
    spread = np.maximum(columns.std(axis=0), _LEAST_SPREAD)
    model = LogisticRegression(C=strength, max_iter=2_000)
    model.fit((columns - mean) / spread, labels, sample_weight=weights)
    slopes = np.asarray(model.coef_[0] / spread, dtype=np.float64)
    return slopes, float(model.intercept_[0] - slopes @ mean)
