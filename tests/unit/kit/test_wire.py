"""What stands around a news text is taken away, and never the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imfact.kit.wire import wire_text

TEXT = (
    "가람시는 24일 어린이 도서관 3곳을 열었다고 밝혔다. 시민 120여 명이 문을 여는 자리에 함께했다. "
    "도서관마다 책 1만 권과 작은 마당이 있어 누구나 쉬어 갈 수 있다."
)
CAPTION = "한별 가람시장이 24일 도서관에서 아이들에게 책을 읽어 주고 있다."


@pytest.mark.parametrize(
    "before",
    [
        "(가람=한빛통신) 이새봄 기자 = ",
        "[나래경제 한새벽 기자] ",
        "【나래경제 가람=한새벽 기자】 ",
        f"[가람=한빛통신] 이새봄 기자 = {CAPTION} 2026.11.24. photo@hanbit.example [가람=한빛통신] 한가을 기자 = ",
        f"{CAPTION} 2026.11.24/한빛 ⓒ 한빛통신 이새봄 기자 (가람=한빛통신) 이새봄 기자,한가을 기자 = ",
        "기사내용 요약 시장 “내년에 두 곳 더” [가람=한빛통신] 이새봄 기자 = ",
    ],
)
@pytest.mark.parametrize(
    "after",
    [
        "",
        " saebom@hanbit.example",
        " <저작권자 ⓒ 한빛통신, 무단 전재 및 재배포 금지>",
        " [사진 영상 제보받습니다] 한빛통신이 독자의 제보를 기다립니다.",
        " [국내에서만 사용가능. 재배포 금지.] photo@hanbit.example",
    ],
)
def test_what_stands_before_and_after_is_taken_away(before, after):
    assert wire_text(before + TEXT + after).strip() == TEXT


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "기자들이 (질문은 하나) 물었다. " + TEXT,
        "[단독] " + TEXT,
        TEXT + " 문은 2026.11.24부터 연다.",
        TEXT + " 사진전은 내년까지 이어진다. 시장은 “제보를 받겠다”고 말했다.",
    ],
)
def test_a_text_alone_stays(text):
    assert wire_text(text) == text


@pytest.mark.parametrize(
    "after",
    [
        " (가람=한빛통신) 이새봄",
        " (사진 = 한빛TV 캡처) 2026.11.24. photo@hanbit.example *재판매 및 DB 금지",
        " [가람=한빛통신] 이새봄 기자 = [사진 영상 제보받습니다] 한빛통신이 소중한 제보를 기다립니다. 보내 주시면 적극 반영하겠습니다.",
    ],
)
def test_a_caption_that_is_all_there_is_stays(after):
    assert CAPTION in wire_text("[가람=한빛통신] " + CAPTION + after)


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "가" * 200_000, "[가=" * 50_000, "2026.1.1 " * 20_000]
)
def test_an_endless_text_costs_no_more_than_its_length(text):
    assert wire_text(text)


@given(st.text(alphabet="가나다 기자=()[]ⓒ@.1234사진무단전재\n", max_size=500))
def test_any_text_is_taken_and_nothing_is_added(text):
    left = wire_text(text)
    assert len(left) <= len(text)
    assert set(left) <= set(text) | {" "}
