"""The sentence of a body that tells what a headline tells, and whether it says the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imfact.judge.carried import carried_evidence
from imfact.judge.statement import STATEMENT_FEATURES, statement_features, statement_of
from imfact.kit.korean import split_sentences

BODY = "가온시는 버스 요금을 올리지 않기로 했다. 누리시는 택시 요금을 올린다. 비가 왔다."


def test_the_statement_is_the_sentence_with_most_of_the_headline():
    found = statement_of("누리시, 택시 요금 올린다", BODY)
    assert found.text == "누리시는 택시 요금을 올린다"
    assert (found.headline_denies, found.denies, found.crossed) == (False, False, False)


def test_a_denial_counts_where_the_statement_has_it_not_elsewhere():
    assert not statement_of("가온시, 버스 요금 올린다", BODY).headline_denies
    assert statement_of("가온시, 버스 요금 올린다", BODY).denies
    assert statement_of("가온시, 버스 요금 안 올린다", BODY).headline_denies
    notes = [
        reason.note_en
        for reason in carried_evidence("가온시 버스 요금 인상", BODY, split_sentences(BODY))
        if reason.kind == "contradicting"
    ]
    assert notes == ["Of headline and body only the body denies it."]


def test_who_acts_and_who_is_acted_on_are_told_apart():
    body = "단비 구단이 14일 누리 구단을 2점 차로 꺾었다. 관중은 만 명이었다."
    assert statement_of("단비, 누리 꺾어", body).roles == (1, -1)
    turned = statement_of("누리, 단비 꺾어", body)
    assert turned.roles == (-1, 1)
    assert turned.crossed
    notes = [r.note_en for r in carried_evidence("누리, 단비 꺾어", body, split_sentences(body))]
    assert "Headline and body differ in who does it to whom." in notes


@given(st.text(max_size=80), st.text(max_size=300))
def test_any_text_is_measured(title, body):
    assert len(statement_features(title, body)) == len(STATEMENT_FEATURES)
