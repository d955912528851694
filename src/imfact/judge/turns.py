"""Where headline and body use opposite words."""

from __future__ import annotations

import re
from functools import cache

from imfact.judge.opposites import TURNS

# Of each word: those of its side, itself among them, and those of the other side.
_SIDES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    word: (tuple(dict.fromkeys(own)), tuple(dict.fromkeys(other)))
    for family in TURNS
    for sides in (tuple(zip(*family, strict=True)),)
    for own, other in (sides, sides[::-1])
    for word in own
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
    return _has_apart(word, (other,), text)


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


def said_alike(word: str, text: str) -> list[str]:
    """Return what ``text`` has of the words that say what ``word`` says (올린 and 인상), itself among them."""
    own, against = _SIDES[word]
    return [one for one in own if _has_apart(one, against, text)]


def said_against(word: str, text: str) -> list[str]:
    """Return what ``text`` has of the words that say the opposite of ``word``, which stands in ``TURNS``."""
    own, against = _SIDES[word]
    return [other for other in against if _has_apart(other, own, text)]


def turned_words(title: str, body: str) -> list[tuple[str, str]]:
    """Return (word of the headline, opposite in the body) where the body says nothing like the word.

    Opposites beside the same words come first.
    """
    found = [
        (word, other)
        for word in _SIDES
        if word in title and not said_alike(word, body) and not said_against(word, title)
        for other in said_against(word, body)
    ]
    return sorted(found, key=lambda pair: not stands_with(pair[1], pair[0], title, body, pair[0]))


def turn_features(title: str, body: str) -> list[float]:
    """Return ``TURN_FEATURES``."""
    asked = [
        word
        for word, (_, against) in _SIDES.items()
        if word in title and _has_apart(word, against, title)
    ]
    alike = {word: said_alike(word, body) for word in asked}
    turned = turned_words(title, body)
    elsewhere = sum(
        stands_with(other, word, title, body, word)
        and not any(stands_with(one, other, title, body, word) for one in alike[word])
        for word in asked
        if alike[word]
        for other in said_against(word, body)
    )
    return [
        len(asked),
        sum(bool(alike[word]) for word in asked),
        len(turned),
        sum(stands_with(other, word, title, body, word) for word, other in turned),
        elsewhere,
    ]


def _has_apart(word: str, against: tuple[str, ...], text: str) -> bool:
    """Return whether ``text`` has ``word``, see :func:`has_word`, outside all its opposites."""
    if word not in text:
        return False
    for other in against:
        if word in other:
            text = text.replace(other, " ")
    return _whole(word).search(text) is not None


def _near(title: str, word: str) -> list[str]:
    before, _, after = title.partition(word)
    words = [*before.split()[-2:], *after.split()[1:2]]
    kept = [re.sub(r"[^0-9A-Za-z가-힣]", "", one) for one in words]
    return [one[:2] for one in kept if len(one) > 1]
