"""The Korean of what a trained version's figures are told with. The English stands where it is made."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from imfact.pipeline.train.data.readings import LabelSource
from imfact.pipeline.train.match_data import WRITTEN

LABELLED = "판독이 붙은 제목. 제목마다 그 사건을 배우지 않은 모델로 쟀습니다"
MADE = "프로그램이 제목이나 본문을 바꾼 것이라 읽은 이가 없습니다"
WRITTEN_BY = "언어 모델이 지어낸 글과 제목이라 읽은 이가 없습니다"
BASELINES: Mapping[str, str] = {
    "without the fine-tuned network": "미세조정한 신경망 없이",
    "cosine of headline and lead": "제목과 첫머리의 코사인 유사도",
    "the sentence least like the others": "나머지와 가장 먼 문장의 거리",
}
_KINDS: Mapping[str, str] = {
    "antonym": "반대말로 바꾼 제목",
    "hard": "비슷한 다른 사건의 제목",
    "name": "이름을 바꾼 제목",
    "negation": "긍정과 부정을 뒤집은 제목",
    "number": "숫자를 바꾼 제목",
    "random": "아무 기사에서나 가져온 제목",
    "subject": "한 일의 주체를 바꾼 제목",
    WRITTEN: "본문과 어긋나게 새로 쓴 제목",
    "advertising": "광고가 섞인 본문",
    "inserted": "다른 기사의 문장이 끼어든 본문",
    "inserted_hard": "비슷한 기사의 문장이 끼어든 본문",
    "replaced": "일부가 다른 기사의 문장으로 바뀐 본문",
}


def kept_back(kind: str) -> str:
    """Return what rows altered in the way ``kind`` are."""
    of = "지어낸 글" if kind == WRITTEN else "최근 사건"
    return f"배우지 않고 남겨 둔 {of}: {_KINDS[kind]}"


def learned_from(
    rows: int, data: str, again: int, anew: int, sources: Collection[LabelSource]
) -> str:
    """Say what ``readings.learned_from`` says of the same."""
    further = f" 그 가운데 {again:,}건은 다시 읽었습니다." if again else ""
    beside = f" 기사 제목 {anew:,}건을 더 읽었습니다." if anew else ""
    return f"{data}의 제목 {rows:,}건을 한 번씩 읽었습니다.{further}{beside} {_read_by(sources)}"


def _read_by(sources: Collection[LabelSource]) -> str:
    if {"person", "model"} <= set(sources):
        return "사람과, 지침을 따르는 언어 모델이 함께 읽었습니다."
    if "model" in sources:
        return "사람이 아니라 언어 모델이 지침에 따라 읽었습니다."
    return "사람이 읽었습니다."
