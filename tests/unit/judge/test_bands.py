"""Bands and trust follow the largest probability; what cannot be judged says why."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imfact.contracts.policy import Thresholds
from imfact.judge.bands import band_of, joined_band, trust_of, unsure_because

THRESHOLDS = Thresholds(T=0.5, unsure_band=(0.4, 0.6), assumed_base_rate=0.1, derived_from="test")
PROBABILITIES = st.floats(0, 1)
ORDER = {"low": 0, "unsure": 1, "suspected": 2}


@pytest.mark.parametrize(
    ("p", "band"),
    [
        (0.0, "low"),
        (0.399, "low"),
        (0.4, "unsure"),
        (0.5, "unsure"),
        (0.599, "unsure"),
        (0.6, "suspected"),
        (1.0, "suspected"),
    ],
)
def test_the_bands_meet_without_a_gap(p: float, band: str):
    assert band_of(p, THRESHOLDS) == band


@given(PROBABILITIES, PROBABILITIES)
def test_a_higher_probability_never_gives_a_milder_band_or_more_trust(one: float, other: float):
    low, high = sorted((one, other))
    assert ORDER[band_of(low, THRESHOLDS)] <= ORDER[band_of(high, THRESHOLDS)]
    assert trust_of([low]) >= trust_of([high])


@given(st.lists(PROBABILITIES, min_size=1, max_size=3))
def test_the_worst_signal_decides(probabilities: list[float]):
    bands = [band_of(p, THRESHOLDS) for p in probabilities]
    assert joined_band(bands) == band_of(max(probabilities), THRESHOLDS)
    assert trust_of(probabilities) == round(100 * (1 - max(probabilities)))


def test_without_a_band_the_threshold_alone_decides():
    thresholds = THRESHOLDS.model_copy(update={"unsure_band": (0.5, 0.5)})
    assert [band_of(p, thresholds) for p in (0.49, 0.5)] == ["low", "suspected"]


@pytest.mark.parametrize(
    ("title", "body", "paywalled", "reason"),
    [
        ("가람시, 도서관 열어", "가람시가 도서관을 열었다.", False, None),
        ("가람시, 도서관 열어", "  \n ", False, "no_body"),
        ("가람시, 도서관 열어", "첫 문단만 보인다.", True, "paywalled"),
        ("가람시, 도서관 열어", "", True, "paywalled"),
        ("You will not believe this", "본문입니다.", False, "not_korean"),
        ("가람시, 도서관 열어", "The body is English, all of it.", False, "not_korean"),
        ("😀😀😀😀😀", "본문입니다.", False, "not_korean"),
        ("가", "본문입니다.", False, "too_short"),
        ("\x00\x01\x02\x03\x04", "본문입니다.", False, "too_short"),
        (unicodedata.normalize("NFD", "가람시, 도서관 열어"), "본문입니다.", False, None),
    ],
)
def test_what_cannot_be_judged_says_why(title: str, body: str, paywalled: bool, reason: str | None):
    assert unsure_because(title, body, paywalled=paywalled) == reason
