"""Korean sentences with offsets: nothing is lost, nothing invented, and the tricky stops hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imfact.kit.korean import hangul_share, is_korean, lead_of, split_sentences, tells


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet=st.sampled_from("가다요 .?!…\n\"'“”‘’3A(«\t\u3000\x0b"), max_size=80))
def test_sentences_are_slices_in_order_and_cover_all_but_white_space(text: str) -> None:
    sentences = split_sentences(text)
    end = 0
    for sentence in sentences:
        assert sentence.text == text[sentence.start : sentence.end] != ""
        assert sentence.text == sentence.text.strip()
        assert "\n" not in sentence.text
        assert sentence.start >= end
        assert not text[end : sentence.start].strip()
        end = sentence.end
    assert not text[end:].strip()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("비가 왔다. 바람도 불었다.", ["비가 왔다.", "바람도 불었다."]),
        ("비가 왔다.바람도 불었다.", ["비가 왔다.", "바람도 불었다."]),
        ("금리는 3.5%다. 물가는 2.1% 올랐다.", ["금리는 3.5%다.", "물가는 2.1% 올랐다."]),
        ("“걱정이다. 그래도 한다”고 말했다. 끝.", ["“걱정이다. 그래도 한다”고 말했다.", "끝."]),
        ("정말 그럴까? 아니다!", ["정말 그럴까?", "아니다!"]),
        ("“기다렸다.” 그가 웃었다.", ["“기다렸다.”", "그가 웃었다."]),
        ("첫 문단이다\n둘째 문단이다", ["첫 문단이다", "둘째 문단이다"]),
        (
            "닫지 않은 “인용이다. 계속\n다음 문단이다.",
            ["닫지 않은 “인용이다. 계속", "다음 문단이다."],
        ),
        ("끝이 없다… 그래도 간다.", ["끝이 없다…", "그래도 간다."]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_tricky_stops(text: str, sentences: list[str]) -> None:
    assert [sentence.text for sentence in split_sentences(text)] == sentences


@pytest.mark.parametrize(
    ("text", "share", "korean"),
    [("가나다", 1.0, True), ("abc", 0.0, False), ("", 0.0, False), ("123 !?", 0.0, False),
     ("가ab", 1 / 3, True), ("가abc", 0.25, False), ("漢字 かな", 0.0, False)],
)  # fmt: skip
def test_share_of_hangul(text: str, share: float, korean: bool) -> None:
    assert hangul_share(text) == pytest.approx(share)
    assert is_korean(text) is korean


def test_a_lead_is_folded_and_never_longer_than_asked() -> None:
    assert lead_of("첫 문단\n\n둘째   문단", 7) == "첫 문단 둘째"
    assert lead_of("가" * 500) == "가" * 200


@pytest.mark.parametrize(
    ("sentence", "story"),
    [
        ("시는 내년 3월까지 피해가 심한 노선부터 방제를 시작한다.", True),
        ("짧은 말이다.", False),
        ("서문경 기자 desk@dodam.example 제보를 기다립니다.", False),
        ("▲ 도시공원 보전 특별법을 심사하는 상임위 회의장 모습이다", False),
        ("저작권자 ⓒ 도담일보, 무단 전재 및 재배포 금지합니다", False),
    ],
)
def test_captions_and_bylines_do_not_tell_the_story(sentence: str, story: bool) -> None:
    assert tells(sentence) is story
