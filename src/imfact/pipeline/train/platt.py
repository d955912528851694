"""Platt's line over held-out logits, with the covariance that a bootstrap over stories gives."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from imfact.contracts.model import Calibration
from imfact.kit.errors import QualityError

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

_REPEATS = 200


def fit_calibration(
    logits: Floats, labels: Labels, groups: Labels, fitted_on: str, seed: int
) -> Calibration:
    """Fit slope and intercept; rows of one story are drawn together, as they are no news to each other.

    Raises:
        QualityError: higher logits do not go with bait; such a model must not be calibrated.
    """
    slope, intercept = _platt(logits, labels)
    if slope <= 0:
        raise QualityError("The logits do not rise with bait.", slope=slope)
    generator = np.random.default_rng(seed)
    members = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    drawn = []
    for _ in range(_REPEATS):
        choice = generator.integers(len(members), size=len(members))
        rows = np.concatenate([members[one] for one in choice])
        drawn.append(_platt(logits[rows], labels[rows]))
    covariance = np.cov(np.asarray(drawn).T)
    return Calibration(
        method="platt",
        slope=slope,
        intercept=intercept,
        covariance=(
            (float(covariance[0, 0]), float(covariance[0, 1])),
            (float(covariance[1, 0]), float(covariance[1, 1])),
        ),
        fitted_on=fitted_on,
        base_rate=float(labels.mean()),
    )


def _platt(logits: Floats, labels: Labels) -> tuple[float, float]:
    """Newton's method on the smoothed targets of Platt (1999)."""
    positives = int(labels.sum())
    negatives = len(labels) - positives
    targets = np.where(labels == 1, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    design = np.column_stack([logits, np.ones_like(logits)])
    # From zero, as Platt did: Newton steps from a line of the wrong sign run away.
    line = np.zeros(2)
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-design @ line))
        gradient = design.T @ (targets - p)
        hessian = (design * (p * (1 - p))[:, None]).T @ design + 1e-9 * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        line = line + step
        if float(np.abs(step).max()) < 1e-10:
            break
    return float(line[0]), float(line[1])
