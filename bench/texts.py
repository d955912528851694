"""Korean news articles out of our own generator, for benches; every one is different.

They are as unlike each other as news of one week: of two articles about a tenth of the character runs
that copies are found by are the same, so grouping meets about as many pairs as it does in practice.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass


def _words(text: str, mark: str = " ") -> tuple[str, ...]:
    return tuple(text.split(mark))


_SYLLABLES = _words(
    "가 나 다 라 마 바 사 아 자 차 하 고 노 도 로 모 보 소 오 조 초 호 구 누 두 루 무 부 수 우 주 추 후 "
    "미 비 시 이 지 치 기 니 리 새 해 대 배 내 개 강 남 담 란 문 반 산 안 장 찬 한 곤 논 돌 온 존 선 연 현"
)  # fmt: skip
_PLACES = ("시", "군", "구", "읍", "항", "신도시", "산단", "섬")
_BODIES = _words(
    "의회 교육청 도시공사 소방본부 상인회 연구원 보건소 체육회 은행 대학교 박물관 조합 병원 협회 법원 극단 "
    "축구단 경찰서 항만청 농협 문화재단 통신사 제철소 출판사 조선소 제약사 방송국 우체국 환경청 기상대"
)  # fmt: skip
_THINGS = _words(
    "산책로 버스노선 도서관 공공병원 전통시장 하수관 태양광설비 청년주택 수소충전소 어린이집 체육관 방파제 "
    "빗물터널 자전거길 야시장 역사관 식물원 반도체공장 배터리시험장 급식센터 물류창고 독서모임 합창단 장학금 "
    "백신접종 채용박람회 재난훈련 벼농사 사과축제 영화제 음악회 연구과제 특허소송 임금협상 국제대회 신약시험 "
    "전세대출 예산안 조례안 감사결과 여론조사 해외투자 공동구매 철도노선 위성사업 바둑대회 재활치료 산불복구"
)  # fmt: skip
_ACTS = _words(
    "새로 시작했다|다음 달로 미뤘다|두 배로 늘렸다|절반까지 줄였다|강변으로 옮겼다|샅샅이 점검했다|"
    "시범 운영한다|민간에 맡겼다|주민 손에 돌려줬다|국비로 다시 짓는다|끝내 접기로 했다|외국에 수출했다|"
    "처음 공개했다|법정으로 가져갔다|공모에 부쳤다|예정보다 앞당겼다|전문가에게 물었다|무료로 열었다|"
    "한 해 더 이어 간다|규모를 키워 치렀다|이름을 바꿔 달았다|감사에 넘겼다|성과를 발표했다|손실을 털어 냈다",
    "|",
)  # fmt: skip
_WHENS = (
    "지난봄부터", "어제", "이번 주말", "내년 초", "장마가 끝난 뒤", "추석을 앞두고", "오는 {n}일", "{n}월 말",
    "이달 들어", "올해 처음", "회의 끝에", "반대에도", "예고한 대로", "뜻밖에", "여섯 달 만에",
)  # fmt: skip
_CLOSINGS = (
    "{name} {role}는 “{thing}만큼은 서두르지 않겠다”고 말했다.",
    "{thing}에 드는 돈은 {m}억 원으로, {place} 한 해 살림의 {n}%다.",
    "이곳을 찾는 사람은 하루 {m}명이고 그중 {n}할이 {place} 밖에서 온다.",
    "{name} {role}는 {thing} 때문에 {n}차례 설명회를 열었다.",
    "{body} 쪽은 {m}건의 민원 가운데 {thing} 이야기가 가장 많았다고 전했다.",
    "앞서 {place} {body}도 {thing}를 {act}.",
    "공사는 {n}개월, 시운전은 {m}일로 잡혔다.",
    "{thing}와 {other}를 한데 묶자는 의견에 {name} {role}는 고개를 저었다.",
    "지난 조사에서 {thing}를 바란다는 답은 {n}{n}.{n}%였다.",
    "{other} 담당자 {name} 씨는 {m}쪽짜리 보고서를 냈다.",
)
_ROLES = _words("시장 의원 교수 대표 원장 감독 변호사 연구원 조합장 작가 과장 간호사")
_PARAGRAPHS, _SENTENCES = 5, 5


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
        own = _Event(chance)
        yield GeneratedArticle(
            f"{own.place} {own.body}, {own.things[0]} {number + 1}곳 {chance.choice(_ACTS)}",
            tuple(
                " ".join(own.sentence(chance, place) for place in range(_SENTENCES))
                for _ in range(_PARAGRAPHS)
            ),
        )


class _Event:
    """Who and what one article is about, with names that no other has."""

    def __init__(self, chance: random.Random) -> None:
        self.place = _word(chance, 3) + chance.choice(_PLACES)
        self.body = chance.choice(_BODIES)
        self.things = chance.sample(_THINGS, 4)
        self.names = [_word(chance, 3) for _ in range(3)]

    def sentence(self, chance: random.Random, place: int) -> str:
        thing, other = chance.sample(self.things, 2)
        act, when = chance.choice(_ACTS), chance.choice(_WHENS)
        form = (
            f"{when} {self.place} {self.body}는 {_word(chance, 2)} {thing}를 {act}."
            if place == 0
            else chance.choice(_CLOSINGS)
        )
        return form.format(
            name=chance.choice(self.names),
            role=chance.choice(_ROLES),
            place=_word(chance, 2) + chance.choice(_PLACES),
            body=chance.choice(_BODIES),
            thing=thing,
            other=other,
            act=act,
            n=chance.randint(2, 9),
            m=chance.randint(13, 990),
        )


def _word(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(syllables))
