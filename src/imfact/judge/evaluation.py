"""How good probabilities are against readings: order, calibration, coverage. Pure; runs no model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from imfact.contracts.model import Figures
from imfact.judge.calibration import log_odds
from imfact.judge.risk import derive_band

Floats = npt.NDArray[np.float64]

RISKS = (0.05, 0.10, 0.15)
_BINS = 10
_EDGE = 1e-9


@dataclass(frozen=True, slots=True)
class LabelledHeadline:
    """A headline as readers saw it and what they said."""

    title: str
    lead: str
    bait: bool
    grade: float | None
    """A finer reading, growing with bait; any scale."""


def figures_of(
    probabilities: Floats,
    rows: list[LabelledHeadline],
    assumed_base_rate: float,
) -> Figures:
    """Return the figures of ``probabilities``, one a row, which hold at ``assumed_base_rate``.

    Calibration is told at the file's own base rate, coverage at the assumed one: as readers meet it.

    Raises:
        ValueError: the rows are all bait, or all honest.
    """
    bait = np.array([row.bait for row in rows], dtype=np.float64)
    if not 0 < bait.sum() < len(bait):
        raise ValueError("both bait and honest headlines are needed")
    own = float(bait.mean())
    clipped = np.clip(probabilities, _EDGE, 1 - _EDGE)
    logits = np.log(clipped / (1 - clipped)) + log_odds(own) - log_odds(assumed_base_rate)
    grades = [row.grade for row in rows if row.grade is not None]
    return Figures(
        rows=len(rows),
        base_rate=own,
        auroc=auroc(probabilities, bait),
        average_precision=average_precision(probabilities, bait),
        spearman=(spearman(probabilities, np.array(grades)) if len(grades) == len(rows) else None),
        ece=expected_calibration_error(1 / (1 + np.exp(-logits)), bait),
        coverage={
            f"{risk * 100:.0f}": _coverage(probabilities, bait, assumed_base_rate, risk)
            for risk in RISKS
        },
    )


def auroc(scores: Floats, labels: Floats) -> float:
    """Return the share of pairs (bait, honest) in which bait scores higher; ties count half."""
    positives = labels.sum()
    of_bait = mean_ranks(scores)[labels == 1].sum()
    pairs = positives * (len(labels) - positives)
    return float((of_bait - positives * (positives + 1) / 2) / pairs)


def average_precision(scores: Floats, labels: Floats) -> float:
    """Return the mean precision at each bait by falling score; among equals, bait comes last."""
    ordered = labels[np.lexsort((labels, -scores))]
    precision = np.cumsum(ordered) / np.arange(1, len(ordered) + 1)
    return float(precision[ordered == 1].mean())


def spearman(scores: Floats, grades: Floats) -> float:
    """Return the correlation of ranks, 0 where one side does not vary."""
    one, other = mean_ranks(scores), mean_ranks(grades)
    if one.std() == 0 or other.std() == 0:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


def expected_calibration_error(probabilities: Floats, labels: Floats) -> float:
    """Return the mean gap between what was said and what was so, in ten bins of equal width."""
    bins = np.minimum((probabilities * _BINS).astype(int), _BINS - 1)
    gaps = [
        abs(probabilities[bins == b].mean() - labels[bins == b].mean()) * (bins == b).mean()
        for b in range(_BINS)
        if (bins == b).any()
    ]
    return float(sum(gaps))


def _coverage(probabilities: Floats, labels: Floats, base_rate: float, risk: float) -> float:
    band = derive_band(probabilities, labels, base_rate, risk)
    return 0.0 if band is None else band.coverage


def mean_ranks(values: Floats) -> Floats:
    """Return ranks from 1; equal values share the mean of theirs."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return np.asarray((last - (count - 1) / 2)[place], dtype=np.float64)
