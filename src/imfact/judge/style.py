"""How likely the headline's wording is bait: the classifier's logit and what policy adds to it."""

from __future__ import annotations

from collections.abc import Sequence

from imfact.contracts.model import Calibration
from imfact.contracts.policy import Policy
from imfact.judge.calibration import Probability, calibrate
from imfact.judge.hits import Hit


def style_probability(
    logit: float, hits: Sequence[Hit], calibration: Calibration, policy: Policy
) -> Probability:
    """Return the calibrated probability; policy moves it by at most its cap, either way."""
    cap = policy.rules.cap
    added = min(max(sum(hit.weight for hit in hits), -cap), cap)
    return calibrate(logit, calibration, policy.thresholds.assumed_base_rate, added)
