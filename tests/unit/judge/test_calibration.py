"""Calibration is monotone, shifts with the base rate, and knows its own uncertainty."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imfact.contracts.model import Calibration
from imfact.judge.calibration import calibrate, log_odds, sigmoid

LOGITS = st.floats(-15, 15)
RATES = st.floats(0.02, 0.98)


def calibration(
    slope: float = 1.0,
    intercept: float = 0.0,
    base_rate: float = 0.5,
    covariance: tuple[tuple[float, float], tuple[float, float]] | None = None,
) -> Calibration:
    return Calibration(
        method="platt",
        slope=slope,
        intercept=intercept,
        base_rate=base_rate,
        covariance=covariance,
        fitted_on="nothing",
    )


@given(LOGITS, LOGITS, st.floats(0.1, 3), RATES, RATES)
def test_a_higher_logit_never_gives_a_lower_probability(
    one: float, other: float, slope: float, base: float, assumed: float
):
    model = calibration(slope, 0.3, base)
    low, high = sorted((one, other))
    assert calibrate(low, model, assumed).p <= calibrate(high, model, assumed).p


@given(LOGITS, RATES)
def test_with_the_same_base_rate_nothing_is_shifted(logit: float, rate: float):
    assert calibrate(logit, calibration(base_rate=rate), rate).p == pytest.approx(sigmoid(logit))


@given(RATES, RATES)
def test_a_row_that_says_nothing_gets_the_assumed_base_rate(base: float, assumed: float):
    model = calibration(intercept=log_odds(base), base_rate=base)
    assert calibrate(0.0, model, assumed).p == pytest.approx(assumed)


@given(LOGITS, st.floats(-1, 1))
def test_the_interval_holds_the_probability(logit: float, added: float):
    model = calibration(covariance=((0.02, -0.01), (-0.01, 0.03)))
    result = calibrate(logit, model, 0.1, added)
    assert result.interval is not None
    low, high = result.interval
    assert 0 <= low <= result.p <= high <= 1


def test_the_interval_is_that_of_a_normal_line():
    model = calibration(covariance=((0.0, 0.0), (0.0, 0.25)))
    result = calibrate(0.0, model, 0.5)
    assert result.interval == pytest.approx((sigmoid(-0.82243), sigmoid(0.82243)), abs=1e-4)


def test_without_covariance_there_is_no_interval():
    assert calibrate(1.0, calibration(), 0.5).interval is None


def test_extreme_logits_stay_probabilities():
    assert 0 < calibrate(-1e9, calibration(), 0.1).p < calibrate(1e9, calibration(), 0.1).p < 1
