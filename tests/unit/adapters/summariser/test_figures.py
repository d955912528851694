"""Numbers are compared by value, however written; percentages and plain numbers are kept apart."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imfact.adapters.summariser.figures import figures, unknown_figure, values


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,200명", "1200명"),
        ("1,200명", "1천200명"),
        ("1천2백 명", "1200명"),
        ("3만5천 원", "35,000원"),
        ("12억 3천만 원", "1,230,000,000원"),
        ("1.5만 명", "15000명"),
        ("３．５％", "3.5%"),
        ("3.5 퍼센트", "3.5%"),
        ("2%포인트", "2%p"),
        ("세 곳", "3곳"),
        ("스물두 살", "22살"),
        ("백여 명", "100명"),
        ("이십 명", "20명"),
        ("만 권", "10,000권"),
        ("2026.11.24.", "2026년 11월 24일"),
        ("2026-11-24", "2026년 11월 24일"),
    ],
)
def test_two_ways_of_writing_one_number_are_the_same(one: str, other: str):
    assert figures(one)
    assert unknown_figure(one, values(other)) is None
    assert unknown_figure(other, values(one)) is None


@pytest.mark.parametrize(
    ("claim", "article"),
    [
        ("3%", "3%p"),
        ("3%", "3명"),
        ("3명", "3%"),
        ("네 곳", "세 곳"),
        ("1만 명", "1천 명"),
        ("12억 3천만 원", "12억 원"),
        ("12억3천만 원", "12억 원에 3천만 원"),
        ("1,200명", "1명과 200명"),
        ("2027년", "2026년"),
        ("한 명", "두 명"),
    ],
)
def test_another_number_is_found_out(claim: str, article: str):
    assert unknown_figure(claim, values(article)) is not None


def test_numbers_across_a_space_may_be_one_or_two():
    article = values("예산 3만 2024년 기준 12억 3천만 원")
    for claim in ("3만", "2024년", "12억 3천만"):
        assert unknown_figure(claim, article) is None


@pytest.mark.parametrize(
    "text", ["한 번 더", "천명했다", "만개한 꽃", "조명이 밝다", "이 시장", "", "가"]
)
def test_words_that_only_look_like_numbers(text: str):
    assert figures(text) == []


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**15))
def test_separators_never_change_a_number(number: int):
    assert (
        values(f"{number:,}명") == values(f"{number}명") == {(Decimal(number).normalize(), "plain")}
    )


@settings(deadline=None)
@given(st.integers(1, 9_999), st.integers(1, 9_999))
def test_units_are_added_up(myriads: int, rest: int):
    assert unknown_figure(f"{myriads}만{rest}명", values(f"{myriads * 10_000 + rest:,}명")) is None


@settings(deadline=None)
@given(st.text(max_size=200))
def test_every_text_holds_its_own_numbers(text: str):
    assert unknown_figure(text, values(text)) is None
    assert unknown_figure(text, values(f"{text}\n{text}")) is None
