"""What is measured between headline and body: numbers, opposites, denials, words."""

from __future__ import annotations

import numpy as np
import pytest

from imfact.judge.carried import carried_evidence
from imfact.judge.match import match_features, match_finds
from imfact.judge.match_numbers import (
    NUMBER_FEATURES,
    number_features,
    otherwise_counted,
    quantities,
    turned_scores,
)
from imfact.judge.match_words import WORD_FEATURES, folded, word_features
from imfact.judge.opposites import TURNS
from imfact.judge.polarity import affirmed_alone, denied_alone, is_negated
from imfact.judge.turns import TURN_FEATURES, has_word, turn_features, turned_words
from imfact.kit.korean import split_sentences


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("예산 1억2000만 원", 120_000_000, "원"),
        ("예산 1억 2,000만원", 120_000_000, "원"),
        ("3조 투자", 3e12, "원"),
        ("7.3% 늘어", 7.3, "%"),
        ("7.3퍼센트 늘어", 7.3, "%"),
        ("40대 남성", 40, "대"),
        ("제3회 대회", 3, "회"),
        ("점수는 12를 넘었다", 12, ""),
    ],
)
def test_a_number_is_read_with_what_it_counts(text, value, unit):
    (found,) = quantities(text)
    assert found.value == pytest.approx(value)
    assert found.unit == unit


def numbers(title, body):
    return dict(zip(NUMBER_FEATURES, number_features(title, body, quantities(body)), strict=True))


def test_a_number_is_told_rounded_otherwise_or_absent():
    assert numbers("가온시 예산 1억2000만원", "예산은 1억 2000만 원이다.")["quantities_told"] == 1
    assert numbers("체납 39억원", "체납액은 38억9000만 원이다.")["quantities_about"] == 1
    found = numbers("가온시 버스 48대 증차", "가온시는 버스 32대를 늘린다.")
    assert (found["quantities_otherwise"], found["quantities_beside"]) == (1, 1)
    assert numbers("가온시 버스 48대", "가온시가 버스를 늘린다.")["quantities_absent"] == 1
    assert numbers("버스 3대", "버스 30대")["quantities_told"] == 0


def test_of_many_numbers_that_beside_the_same_words_is_meant():
    body = "지난해 20명이 왔다. 올해 신입생은 30명이다."
    ((own, other),) = otherwise_counted("신입생 40명 뽑아", body)
    assert (own.text, other.text) == ("40명", "30명")


def test_a_score_the_other_way_round_is_seen():
    assert turned_scores("누리, 3-1 승", "누리는 1-3으로 졌다.") == [("3-1", "1-3")]
    assert turned_scores("누리, 3-1 승", "누리는 3-1로 이겼다. 지난번은 1-3이었다.") == []
    assert match_finds("누리, 3-1 승", "누리는 1-3으로 졌다.").otherwise == (("3-1", "1-3"),)


def test_an_opposite_is_no_part_of_another_word():
    assert not has_word("가능", "불가능", "개통은 불가능하다")
    assert not has_word("성공", "실패", "개성공단")
    assert has_word("인상", "인하", "요금인상")
    assert turned_words("개통 가능", "개통은 불가능하다.") == [("가능", "불가능")]
    assert turned_words("버스 요금 올린다", "버스 요금을 내린다고 밝혔다.") == [("올린", "내린")]
    assert turned_words("버스 요금 올린다", "버스 요금이 인하된다.") == [("올린", "인하")]
    assert turned_words("버스 요금 올린다", "버스 요금 인상은 지난번 인하와 다르다.") == []


def test_opposites_are_held_against_each_other_where_they_tell_of_the_same():
    def found(title, body):
        return dict(zip(TURN_FEATURES, turn_features(title, body), strict=True))

    beside = found("버스 요금 상승", "버스 요금이 하락했다.")
    assert (beside["turned_words"], beside["turned_beside"]) == (1, 1)
    other = found("버스 요금 상승", "기온이 하락했다.")
    assert (other["turned_words"], other["turned_beside"]) == (1, 0)
    both = found("버스 요금 상승", "버스 요금이 하락했다. 기온은 상승했다.")
    assert (both["turned_words"], both["turned_elsewhere"]) == (0, 1)


def test_denials_are_held_against_the_same_predicate():
    assert is_negated("참석", "시장은 참석하지 않았다")
    assert is_negated("공연", "공연이 취소됐다")
    assert not is_negated("참석", "시장은 참석했다. 의원은 오지 않았다")
    assert denied_alone("시장, 회의 참석하지 않아", "시장은 회의에 참석했다.") == ["참석"]
    assert affirmed_alone("시장, 회의에 참석했다", "시장은 회의에 참석하지 않았다.") == ["참석"]
    assert affirmed_alone("시장, 회의에 참석했다", "시장은 회의에 참석했다.") == []


def test_a_denial_is_shown_with_its_sentence():
    body = "가온시는 회의를 열었다. 시장은 회의에 참석하지 않았다. 회의는 한 시간 걸렸다."
    reasons = carried_evidence("시장, 회의에 참석했다", body, split_sentences(body))
    (shown,) = [reason for reason in reasons if reason.kind == "contradicting"]
    assert shown.text == "시장은 회의에 참석하지 않았다."
    assert "부정" in shown.note_ko


def words(title, body):
    found = word_features(title, body, folded(body))
    return dict(zip(WORD_FEATURES, found, strict=True))


def test_where_the_words_of_a_headline_stand():
    body = "가온시는 버스 요금을 올린다. 누리시는 그대로 둔다."
    own = words("가온시, 버스 요금 올린다", body)
    assert own["actor_found"] == own["first_word_found"] == own["words_in_order"] == 1
    assert own["first_word_acts"] == 1
    assert own["missing_in_a_row"] == 0
    other = words("해담시, 지하철 노선 연장", body)
    assert other["actor_found"] == 0
    assert other["missing_in_a_row"] == 4
    assert other["pairs_of_best_sentence"] < own["pairs_of_best_sentence"]
    assert words("한은, 금리 동결", "한국은행은 금리를 그대로 뒀다.")["actor_found"] == 0.4


@pytest.mark.parametrize("endless", ["가", "1", "a", "가나 ", "1,", "“"])
def test_of_an_endless_headline_only_the_beginning_is_compared(endless):
    """A whole one would cost the square of its length: minutes for 100,000 characters."""
    body = "가람시는 24일 어린이 도서관 3곳을 열었다고 밝혔다."
    unit = np.array([1.0], dtype=np.float32)
    title = endless * (100_000 // len(endless))
    cut = title[:300]
    assert (
        match_features(title, body, unit, unit).tolist()
        == match_features(cut, body, unit, unit).tolist()
    )
    assert match_finds(title, body) == match_finds(cut, body)


def test_no_word_is_its_own_opposite_nor_stands_in_two_families():
    sides = [set(side) for family in TURNS for side in zip(*family, strict=True)]
    assert sum(map(len, sides)) == len(set().union(*sides))
