"""Words that turn a statement round, and where headline and body use opposite ones."""

from __future__ import annotations

import re
from functools import cache

# Pairs that turn a statement round; either way. Only whole stems that seldom mean something else.
TURNS: tuple[tuple[str, str], ...] = (
    ("상승", "하락"), ("증가", "감소"), ("급등", "급락"), ("확대", "축소"), ("인상", "인하"),
    ("늘어", "줄어"), ("늘린", "줄인"), ("늘었", "줄었"), ("오른", "내린"), ("올라", "내려"),
    ("올린", "내린"), ("올려", "내려"), ("올렸", "내렸"), ("늘려", "줄여"), ("높인", "낮춘"), ("높여", "낮춰"),
    ("승소", "패소"), ("승리", "패배"), ("흑자", "적자"), ("찬성", "반대"), ("합격", "불합격"),
    ("유죄", "무죄"), ("강화", "완화"), ("허용", "금지"), ("가능", "불가능"), ("성공", "실패"),
    ("개막", "폐막"), ("개장", "폐장"), ("취임", "사임"), ("입학", "졸업"), ("수출", "수입"),
    ("호황", "불황"), ("최고", "최저"), ("최대", "최소"), ("최다", "최소"), ("강세", "약세"),
    ("긍정", "부정"), ("합의", "결렬"), ("재개", "중단"), ("시작", "종료"), ("통과", "부결"),
    ("인정", "부인"), ("승인", "반려"), ("체결", "파기"), ("매수", "매도"), ("호조", "부진"),
    ("연장", "단축"), ("가입", "탈퇴"), ("구속", "석방"), ("당선", "낙선"), ("진출", "철수"),
    ("회복", "악화"), ("개선", "악화"), ("웃었", "울었"), ("이겼", "졌"), ("맑", "흐리"),
)  # fmt: skip


_OPPOSITES: dict[str, tuple[str, ...]] = {
    word: tuple(other for pair in TURNS for one, other in (pair, pair[::-1]) if one == word)
    for pair in TURNS
    for word in pair
}


TURN_FEATURES = ("turns", "turns_found", "turned_words", "turned_beside", "turned_elsewhere")


@cache
def _whole(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?<![가-힣])|(?<=[가-힣]{{2}})){word}")


_BREAK = re.compile(r"(?<=[다요])\.|[!?\n]|…")


def has_word(word: str, other: str, text: str) -> bool:
    """Return whether ``text`` has ``word``: not inside its opposite (가능 in 불가능) or by chance.

    After a single syllable it is mostly another word (성공 in 개성공단, 철수 as a given name).
    """
    if word not in text:
        return False
    if word in other:
        text = text.replace(other, " ")
    return _whole(word).search(text) is not None


def stands_with(word: str, other: str, title: str, text: str, at: str | None = None) -> bool:
    """Return whether a sentence of ``text`` has ``word`` with a neighbour that it has in ``title``.

    Args:
        word: The word.
        other: Its opposite.
        title: The headline.
        text: The text.
        at: The word of the headline whose neighbours are meant; None for ``word`` itself.
    """
    near = _near(title, at or word)
    return any(
        has_word(word, other, sentence) and any(one in sentence for one in near)
        for sentence in _BREAK.split(text)
    )


def turned_words(title: str, body: str) -> list[tuple[str, str]]:
    """Return (word of the headline, opposite in the body) where the body lacks the headline's word.

    Opposites beside the same words come first.
    """
    found = [
        (word, other)
        for word, others in _OPPOSITES.items()
        if word in title and not _any_has(word, others, body)
        for other in others
        if has_word(other, word, body) and not has_word(other, word, title)
    ]
    return sorted(found, key=lambda pair: not stands_with(pair[1], pair[0], title, body, pair[0]))


def turn_features(title: str, body: str) -> list[float]:
    """Return ``TURN_FEATURES``."""
    asked = [
        (word, others)
        for word, others in _OPPOSITES.items()
        if word in title and _any_has(word, others, title)
    ]
    turned = turned_words(title, body)
    elsewhere = sum(
        stands_with(other, word, title, body, word) and not stands_with(word, other, title, body)
        for word, others in asked
        if _any_has(word, others, body)
        for other in others
        if has_word(other, word, body)
    )
    return [
        len(asked),
        sum(_any_has(word, others, body) for word, others in asked),
        len(turned),
        sum(stands_with(other, word, title, body, word) for word, other in turned),
        elsewhere,
    ]


def _any_has(word: str, others: tuple[str, ...], text: str) -> bool:
    """Return whether ``text`` has ``word`` outside its opposites."""
    return all(has_word(word, other, text) for other in others)


def _near(title: str, word: str) -> list[str]:
    before, _, after = title.partition(word)
    words = [*before.split()[-2:], *after.split()[1:2]]
    kept = [re.sub(r"[^0-9A-Za-z가-힣]", "", one) for one in words]
    return [one[:2] for one in kept if len(one) > 1]
