"""The derived band keeps its promise on the data it was derived from, and is no wider than needed."""

from __future__ import annotations

import numpy as np
import pytest

from imfact.contracts.policy import Thresholds
from imfact.judge.bands import band_of
from imfact.judge.risk import derive_band


def sample(separation: float, size: int = 4_000) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(7)
    labels = (random.random(size) < 0.2).astype(float)
    logits = random.normal(size=size) + separation * labels - separation / 2 - 1.4
    return 1 / (1 + np.exp(-logits)), labels


@pytest.mark.parametrize("separation", [1.0, 1.5, 2.0])
def test_both_errors_stay_within_the_target(separation: float):
    probabilities, labels = sample(separation)
    found = derive_band(probabilities, labels, 0.1, 0.1)
    assert found is not None
    thresholds = Thresholds(
        T=found.threshold,
        unsure_band=(found.low, found.high),
        assumed_base_rate=0.1,
        derived_from="test",
    )
    bands = np.array([band_of(p, thresholds) for p in probabilities])
    bait, honest = bands[labels == 1], bands[labels == 0]
    missed = (bait == "low").sum() / (bait != "unsure").sum()
    alarms = (honest == "suspected").sum() / (honest != "unsure").sum()
    assert missed == pytest.approx(found.missed)
    assert alarms == pytest.approx(found.false_alarms)
    assert max(missed, alarms) <= 0.1
    assert found.low <= found.threshold <= found.high


def test_a_better_model_or_a_laxer_target_gives_more_verdicts():
    poor, good = (derive_band(*sample(separation), 0.1, 0.1) for separation in (1.0, 2.0))
    lax = derive_band(*sample(1.0), 0.1, 0.2)
    assert poor is not None
    assert good is not None
    assert lax is not None
    assert poor.coverage < good.coverage
    assert poor.coverage < lax.coverage


def test_a_perfect_model_needs_no_band():
    labels = np.array([0.0, 1.0] * 50)
    found = derive_band(np.where(labels == 1, 0.9, 0.02), labels, 0.1, 0.1)
    assert found is not None
    assert found.low == found.high
    assert (found.coverage, found.missed, found.false_alarms) == pytest.approx((1, 0, 0))


def test_noise_keeps_no_target():
    random = np.random.default_rng(1)
    labels = (random.random(2_000) < 0.5).astype(float)
    assert derive_band(random.random(2_000) * 0.2 + 0.4, labels, 0.5, 0.01) is None
