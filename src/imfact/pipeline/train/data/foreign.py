"""Bodies with a paragraph of another article or an advertisement put in or put in place. Not for headlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

ForeignKind = Literal["own", "inserted", "replaced", "advertising"]

# Written for this purpose; no such shop exists.
_OFFERS = (
    "{thing} 전 품목을 {percent}% 할인된 특가로 만나보실 수 있습니다.",
    "지금 바로 홈페이지에서 신청하시면 {thing} 무료 체험권을 드립니다.",
    "선착순 {count}명에게는 사은품도 증정합니다.",
    "상담 문의 0{area}-{first}-{last}.",
    "{thing} 구매를 고민하신다면 이번 행사를 놓치지 마세요.",
    "한정 수량으로 준비한 만큼 조기 품절될 수 있습니다.",
    "카카오톡 채널을 추가하면 {percent}% 할인 쿠폰을 받을 수 있습니다.",
    "하루 한 알로 온 가족의 건강을 챙기는 {thing}, 지금 주문하면 무료 배송입니다.",
    "회원 가입만 해도 적립금 {count}00원을 드립니다.",
    "{thing}의 놀라운 변화를 직접 체험한 고객들의 후기가 이어지고 있습니다.",
)
_THINGS = (
    "홍삼 농축액", "기능성 매트리스", "무선 청소기", "여름 침구", "다이어트 보조제", "어린이 학습지",
    "임플란트", "건강검진 패키지", "제주 여행 상품", "아파트 분양권", "비타민", "등산화", "전기 그릴",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Composed:
    """Which sentences of which texts make a body: (text number, sentence number), or an offer's words."""

    kind: ForeignKind
    parts: tuple[tuple[int, int] | str, ...]


def compose(
    own: int, other: int, lengths: Sequence[int], kind: ForeignKind, random: Random
) -> Composed:
    """Return body ``own`` with two to four sentences of body ``other``, or an offer, at a drawn place.

    The first sentence always stays the body's own.

    Args:
        own: Number of the body.
        other: Number of a body of another event.
        lengths: How many sentences each body has.
        kind: What is done.
        random: Draws.
    """
    parts: list[tuple[int, int] | str] = [(own, number) for number in range(lengths[own])]
    if kind == "own":
        return Composed(kind, tuple(parts))
    foreign: list[tuple[int, int] | str]
    if kind == "advertising":
        foreign = [*offer(random)]
    else:
        length = min(random.randint(2, 4), lengths[other])
        start = random.randint(0, lengths[other] - length)
        foreign = [(other, number) for number in range(start, start + length)]
    place = random.randint(1, len(parts))
    taken = len(foreign) if kind == "replaced" else 0
    place = min(place, max(len(parts) - taken, 1))
    return Composed(kind, (*parts[:place], *foreign, *parts[place + taken :]))


def offer(random: Random) -> list[str]:
    """Return one to three sentences of an advertisement."""
    thing = random.choice(_THINGS)
    return [
        form.format(
            thing=thing,
            percent=random.choice((10, 20, 30, 50, 70)),
            count=random.choice((10, 30, 50, 100)),
            area=random.choice((2, 31, 51, 62)),
            first=random.randint(200, 999),
            last=random.randint(1000, 9999),
        )
        for form in random.sample(_OFFERS, random.randint(1, 3))
    ]
