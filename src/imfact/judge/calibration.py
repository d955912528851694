"""From a classifier's logit to a probability that means what it says; not for deciding a band."""

from __future__ import annotations

import math
from dataclasses import dataclass

from imfact.contracts.model import PlattLine

# A standard normal lies within ± 1.645 nine times in ten.
_Z90 = 1.6449
_LIMIT = 30.0


@dataclass(frozen=True, slots=True)
class Probability:
    """``p`` with the 90% interval that the calibration's own uncertainty leaves, None where unknown."""

    p: float
    interval: tuple[float, float] | None


def calibrate(
    logit: float, calibration: PlattLine, assumed_base_rate: float, added: float = 0.0
) -> Probability:
    """Return the probability for a raw ``logit``.

    Platt's line first, then ``added`` (policy, in logits), then the shift from the share of positives
    among the calibration's rows to the share assumed in ordinary news:
    logit(p') = logit(p) + logit(π') - logit(π).
    """
    shift = log_odds(assumed_base_rate) - log_odds(calibration.base_rate)
    centre = calibration.slope * logit + calibration.intercept + added + shift
    if calibration.covariance is None:
        return Probability(sigmoid(centre), None)
    (slope, both), (_, intercept) = calibration.covariance
    variance = logit * logit * slope + 2 * logit * both + intercept
    half = _Z90 * math.sqrt(max(variance, 0.0))
    return Probability(sigmoid(centre), (sigmoid(centre - half), sigmoid(centre + half)))


def sigmoid(x: float) -> float:
    """Return 1 / (1 + e^-x), never exactly 0 or 1."""
    return 1.0 / (1.0 + math.exp(-min(max(x, -_LIMIT), _LIMIT)))


def log_odds(p: float) -> float:
    """Return log(p / (1 - p))."""
    return math.log(p / (1.0 - p))
