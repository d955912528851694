"""Korean particles that depend on the word before them; nothing else of grammar."""

from __future__ import annotations

import re

_SLOT = re.compile(r"\{(?P<closed>[가-힣]+)/(?P<open>[가-힣]*)\}")
_FIRST, _LAST, _FINALS = ord("가"), ord("힣"), 28
# Digits and Latin letters as they are read aloud: 영 일 삼 육 칠 팔, 엘 엠 엔 알.
_CLOSED_OTHERS = frozenset("013678lmnrLMNR")


def ends_closed(word: str) -> bool:
    """Return whether ``word``, read aloud, ends in a consonant."""
    letters = [char for char in word if char.isalnum()]
    if not letters:
        return False
    last = letters[-1]
    if _FIRST <= ord(last) <= _LAST:
        return (ord(last) - _FIRST) % _FINALS != 0
    return last in _CLOSED_OTHERS


def fill(template: str, word: str) -> str:
    """Return ``template`` with ``{word}`` put in and each ``{은/는}`` slot decided by it."""
    closed = ends_closed(word)
    decided = _SLOT.sub(lambda slot: slot["closed"] if closed else slot["open"], template)
    return decided.replace("{word}", word)
