"""Spans of the query in a headline, and the sentence that explains a hit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imfact.services.gateway.passages import best_passage, highlights


@pytest.mark.parametrize(
    ("query", "title", "marked"),
    [
        ("버스", "해담시 버스 노선, 버스 요금", ["버스", "버스"]),
        ("BUS", "New bus lines", ["bus"]),
        ("해담시는", "해담시 버스", ["해담시"]),
        ("버스 스노", "버스노선", ["버스노"]),
        ("a.c", "abc a.c", ["a.c"]),
        ("없는말", "해담시 버스", []),
        ("", "해담시", []),
    ],
)
def test_highlights(query, title, marked):
    assert [title[start:end] for start, end in highlights(query, title)] == marked


@given(st.text(max_size=40), st.text(max_size=80))
def test_spans_are_in_order_apart_and_inside(query, title):
    spans = highlights(query, title)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(set(edges))
    assert all(0 <= edge <= len(title) for edge in edges)


TEXT = "첫 문장은 날씨 이야기다. 둘째는 버스 노선을 말한다. 셋째는 버스만 말한다."


@pytest.mark.parametrize(
    ("query", "or_first", "expected"),
    [
        ("버스 노선", False, "둘째는 버스 노선을 말한다."),
        ("셋째", True, "셋째는 버스만 말한다."),
        ("지하철", True, "첫 문장은 날씨 이야기다."),
        ("지하철", False, None),
    ],
)
def test_passage(query, or_first, expected):
    assert best_passage(query, TEXT, or_first=or_first) == expected


def test_no_text_has_no_passage():
    assert best_passage("버스", "", or_first=True) is None
