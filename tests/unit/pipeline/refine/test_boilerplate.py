"""Lines that are not the article go; sentences that only look alike stay."""

from __future__ import annotations

import pytest

from imfact.pipeline.refine.boilerplate import strip_boilerplate

TITLE = "전주 도심 상수관 파열로 1,200가구 단수"


@pytest.mark.parametrize(
    "line",
    [
        "서문경 기자",
        "[도담일보=서문경 기자]",
        "desk@dodam.example",
        "ⓒ 도담일보, 무단전재 및 재배포 금지",
        "<저작권자 ⓒ 도담일보, 무단 전재 및 재배포 금지>",
        "▲ 상수관이 파열돼 물이 고인 도로.",
        "[광고] 새 계좌를 열면 커피 한 잔",
        "광고",
        TITLE,
    ],
)
def test_a_line_of_the_page_is_dropped_wherever_it_stands(line: str) -> None:
    story = "복구를 마쳤다.\n다친 사람은 없었다."
    assert strip_boilerplate(f"{line}\n{story}", TITLE) == story
    assert strip_boilerplate(f"{story}\n{line}", TITLE) == story


@pytest.mark.parametrize(
    "line",
    [
        "광고 시장이 올해 3% 커졌다고 협회가 밝혔다.",
        "그는 기자들에게 복구를 마쳤다고 말했다.",
        "저작권 보호 기간이 끝난 곡이 늘었다.",
        "피해 신고는 desk@dodam.example 주소로 이달 말까지 받으며 시는 접수한 순서대로 조사한 뒤 결과를 문자로 알린다.",
    ],
)
def test_a_sentence_of_the_story_stays(line: str) -> None:
    assert strip_boilerplate(f"{line}\n다친 사람은 없었다.", TITLE).startswith(line)
