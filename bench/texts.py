"""Korean news articles out of our own generator, for benches; every one is different."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

_PLACES = ("가람시", "두루군", "새빛구", "해들면", "너울동", "온새미시", "미리내군", "한울구")
_BODIES = ("시의회", "교육청", "도시공사", "소방본부", "상인회", "연구원", "보건소", "체육회")
_THINGS = (
    "산책로",
    "버스 노선",
    "도서관",
    "공공 병원",
    "전통시장",
    "하수관",
    "태양광 설비",
    "청년 주택",
)
_VERBS = (
    "새로 연다",
    "고친다",
    "늘린다",
    "줄인다",
    "옮긴다",
    "점검한다",
    "시범 운영한다",
    "다시 맡긴다",
)
_TAILS = (
    "관계자는 “주민 의견을 듣고 정했다”고 말했다.",
    "예산은 지난해보다 {n}% 늘어난 {m}억원이다.",
    "공사는 {n}월에 시작해 {m}일 동안 이어진다.",
    "이용자는 하루 평균 {m}명으로 집계됐다.",
    "반대하는 주민 {n}명은 설명회를 다시 열어 달라고 요구했다.",
    "담당 부서는 안전 점검 {n}건을 마쳤다고 밝혔다.",
)


@dataclass(frozen=True, slots=True)
class GeneratedArticle:
    """A headline and a body of about 900 characters in 25 sentences."""

    title: str
    paragraphs: tuple[str, ...]

    @property
    def body(self) -> str:
        """Return the paragraphs, one a line."""
        return "\n".join(self.paragraphs)


def articles(count: int, seed: int = 7) -> Iterator[GeneratedArticle]:
    """Yield ``count`` articles, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - texts, not secrets
    for number in range(count):
        place, body = chance.choice(_PLACES), chance.choice(_BODIES)
        thing, verb = chance.choice(_THINGS), chance.choice(_VERBS)
        title = f"{place} {body}, {thing} {number + 1}곳 {verb.removesuffix('다')}다"
        paragraphs = []
        for _ in range(5):
            sentences = [f"{place} {body}는 {chance.choice(_THINGS)}를 {chance.choice(_VERBS)}."]
            sentences += [
                chance.choice(_TAILS).format(n=chance.randint(2, 12), m=chance.randint(13, 990))
                for _ in range(4)
            ]
            paragraphs.append(" ".join(sentences))
        yield GeneratedArticle(title, tuple(paragraphs))
