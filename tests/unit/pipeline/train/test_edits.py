"""Which headlines are edited, and that their texts speak against the edit."""

from __future__ import annotations

from random import Random

import pytest

from imfact.pipeline.train.data.actors import exchanged_subject
from imfact.pipeline.train.data.contradictions import edit_headline
from imfact.pipeline.train.data.negations import negated

SEEDS = range(24)


def edits(title, text, names=()):
    made = [edit_headline(title, text, list(names), Random(seed)) for seed in SEEDS]
    return {(edit.kind, edit.title) for edit in made if edit is not None}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        # The digits stand in another number, count something else, or are part of a name.
        ("가온시 버스 5대 새로", "가온시는 버스 15대를 들인다."),
        ("가온시 버스 5대 새로", "가온시는 버스를 5일 들인다."),
        ("누리전자 G80 새 모델", "누리전자가 G80 을 새로 낸다."),
        ("가온시 코로나19 대책", "가온시가 코로나19 대책을 낸다."),
    ],
)
def test_a_number_that_the_text_does_not_tell_stays(title, text):
    assert edits(title, text) == set()


def test_a_changed_number_could_be_objected_to():
    dates = edits("가온시 축제 11월 29일 개막식", "가온시 축제가 11월 29일 열린다.")
    assert dates
    for _, title in dates:
        month, day = (int(part[:-1]) for part in title.split()[2:4])
        assert 1 <= month <= 12
        assert 1 <= day <= 31
    # Two hundred are passed as well where three hundred are.
    passed = edits("가온시 방문객 300명 돌파", "가온시 방문객이 300명을 넘었다.")
    assert passed
    assert all(int(title.split()[2][:-1]) > 300 for _, title in passed)
    near = edits("가온시 버스 32대 새로", "가온시는 버스 32대를 들인다.")
    assert any(abs(int(title.split()[2][:-1]) - 32) <= 2 for _, title in near)


def test_opposites_of_other_matters_stay_hard_examples():
    text = "가온시 버스 요금이 상승했다. 기온은 하락했다."
    assert edits("가온시 버스 요금 상승 전망", text) == {("antonym", "가온시 버스 요금 하락 전망")}
    assert edits("남북 경제협력 개성공단 모습", "개성공단의 모습이다.") == set()


@pytest.mark.parametrize(
    ("title", "text", "new"),
    [
        ("가온시, 청년을 지원한다", "가온시가 청년을 지원한다.", "가온시, 청년을 지원하지 않는다"),
        ("가온시, 예산 늘린다", "가온시가 예산을 늘린다.", "가온시, 예산 늘리지 않는다"),
        ("가온시, 예산을 알렸다", "가온시가 예산을 알렸다.", "가온시, 예산을 알리지 않았다"),
        ("시장, 참석하지 않는다", "시장은 참석하지 않기로 했다.", "시장, 참석한다"),
        ("가온시, 변화 없다", "가온시에 변화는 없다.", "가온시, 변화 있다"),
        ("가온시 축제 개최", "가온시가 축제를 개최한다.", None),
    ],
)
def test_a_predicate_is_denied_or_no_longer(title, text, new):
    made = {negated(title, text, Random(seed)) for seed in SEEDS}
    expected = {"가온시 축제 취소", "가온시 축제 연기"} if new is None else {new}
    assert made == expected


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("가온시, 청년을 지원한다", "가온시가 청년을 돕는다."),
        ("가온시, 청년을 지원한다", "가온시는 청년을 지원하지 않는다."),
        ("시장, 말을 못한다", "시장은 말을 못한다."),
    ],
)
def test_nothing_is_denied_that_the_text_does_not_say(title, text):
    assert negated(title, text, Random(1)) is None


def test_who_acts_is_exchanged_for_who_is_only_mentioned():
    text = "가온시는 새 다리를 놓는다. 공사는 내년에 끝나며 해담건설 등에 맡긴다."
    names = ["해담건설", "누리시"]
    assert exchanged_subject("가온시, 새 다리 놓아", text, names, Random(1)) == (
        "해담건설, 새 다리 놓아"
    )
    # What both do together stays true, and so may what either of two who act does.
    assert exchanged_subject("가온시, 새 다리 협약", text, names, Random(1)) is None
    acting = text + " 해담건설은 다리를 놓는다."
    assert exchanged_subject("가온시, 새 다리 놓아", acting, names, Random(1)) is None
