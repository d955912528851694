"""Threshold and unsure band out of held-out probabilities and a risk target; run when a model is made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# Ordinary headlines crowd at the lower end, where steps of a whole percent would cost some their verdict.
_STEPS = np.round(np.arange(0.005, 0.955, 0.005), 3)


@dataclass(frozen=True, slots=True)
class DerivedBand:
    """The band, and what was seen outside it; shares as they would be at the assumed base rate."""

    threshold: float
    low: float
    high: float
    coverage: float
    """Share of headlines that get a verdict."""
    missed: float
    """Share called low among baiting headlines that get a verdict."""
    false_alarms: float
    """Share called suspected among honest headlines that get a verdict."""
    precision: float
    """Share of baiting ones among the suspected."""


def derive_band(
    probabilities: Floats, labels: Floats, base_rate: float, target: float
) -> DerivedBand | None:
    """Return the band with the widest coverage that keeps both kinds of error within ``target``.

    Each kind is a share of its own class, so that the promise holds whatever the base rate is: with
    one bait in ten, calling everything low would already be right nine times in ten.

    Args:
        probabilities: Held-out, shifted to ``base_rate``.
        labels: 1 for bait, 0 for honest, one a probability.
        base_rate: Share of bait that coverage and precision are told for.
        target: The largest share of either error, such as 0.1.

    Returns:
        None where no band below .95 keeps the target.
    """
    bait = np.sort(probabilities[labels == 1])
    honest = np.sort(probabilities[labels == 0])
    # Shares below each step, for either class.
    bait_below = np.searchsorted(bait, _STEPS) / len(bait)
    honest_below = np.searchsorted(honest, _STEPS) / len(honest)
    best: DerivedBand | None = None
    for low in range(len(_STEPS)):
        for high in range(low, len(_STEPS)):
            missed, caught = bait_below[low], 1 - bait_below[high]
            cleared, alarmed = honest_below[low], 1 - honest_below[high]
            if min(missed + caught, cleared + alarmed, caught + alarmed) <= 0:
                continue
            found = DerivedBand(
                threshold=float(_STEPS[_balance(bait_below, honest_below, low, high)]),
                low=float(_STEPS[low]),
                high=float(_STEPS[high]),
                coverage=float(
                    base_rate * (missed + caught) + (1 - base_rate) * (cleared + alarmed)
                ),
                missed=float(missed / (missed + caught)),
                false_alarms=float(alarmed / (cleared + alarmed)),
                precision=float(
                    base_rate * caught / (base_rate * caught + (1 - base_rate) * alarmed)
                ),
            )
            kept = max(found.missed, found.false_alarms) <= target
            if kept and (best is None or found.coverage > best.coverage):
                best = found
    return best


def _balance(bait_below: Floats, honest_below: Floats, low: int, high: int) -> int:
    """Return the step within the band where, without a band, both errors would be most alike."""
    worse = np.maximum(bait_below, 1 - honest_below)
    return low + int(np.argmin(worse[low : high + 1]))
