"""Negates what a headline says, or takes a negation away, where its text has the predicate as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from imfact.judge.polarity import is_negated

_END = r"(?=$|[.…\"”'’,·]|\s)"
_NOUNS: dict[str, tuple[str, ...]] = {
    "추진": ("철회", "중단"), "출시": ("출시 취소", "출시 연기"), "선정": ("탈락",), "개최": ("취소", "연기"),
    "참여": ("불참",), "참석": ("불참",), "출범": ("무산",), "체결": ("무산",), "확정": ("무산",),
    "도입": ("도입 철회",), "공개": ("비공개",), "인수": ("인수 포기",), "발표": ("발표 취소",),
    "지원": ("지원 중단",), "운영": ("운영 중단",), "수상": ("수상 실패",), "개발": ("개발 포기",),
    "구축": ("구축 포기",), "유치": ("유치 실패",), "개관": ("개관 연기",), "가동": ("가동 중단",),
}  # fmt: skip
_NOUN = re.compile(rf"(?<=\s)({'|'.join(_NOUNS)}){_END}")
_PLAIN = re.compile(rf"([가-힣]+)([가-힣])다{_END}")
_UNDONE = re.compile(rf"([가-힣]+)지 (?:않는|못한)다{_END}")
_UNDID = re.compile(rf"([가-힣]+)지 (?:않았|못했)다{_END}")
_NONE = re.compile(rf"(?<=\s)(있|없)(다|어){_END}")
_FIRST, _FINALS, _MEDIALS = ord("가"), 28, 21
_N, _SS, _I, _YEO = 4, 20, 20, 6
# Stems that lose an ㄹ before -ㄴ다, and what only looks like a predicate.
_LOST = {"연": "열", "만든": "만들", "판": "팔", "든": "들", "푼": "풀", "건": "걸", "온": "오"}
_NOT_THESE = re.compile(r"(?:못|안|않|없|아니)[가-힣]?$")


def negated(title: str, text: str, random: Random) -> str | None:
    """Return ``title`` with one predicate of ``text`` said the other way round, None without one."""
    options: list[Callable[[], str]] = []
    for match in _NOUN.finditer(title):
        if _said((match[1],), text):
            new = random.choice(_NOUNS[match[1]])
            options.append(lambda m=match, n=new: _replaced(title, m, n))  # type: ignore[misc]
    for match in _PLAIN.finditer(title):
        word = match[1] + match[2]
        stem = _stem(word)
        if stem is not None and len(stem[0]) > 1 and _said((stem[0][:2], word[:2]), text):
            new = f"{stem[0]}지 {stem[1]}다"
            options.append(lambda m=match, n=new: _replaced(title, m, n))  # type: ignore[misc]
    for form, ending in ((_UNDONE, "한다"), (_UNDID, "했다")):
        for match in form.finditer(title):
            word = match[1].removesuffix("하")
            if word != match[1] and len(word) > 1 and is_negated(word[-2:], text):
                options.append(lambda m=match, n=word + ending: _replaced(title, m, n))  # type: ignore[misc]
    for match in _NONE.finditer(title):
        before = title[: match.start()].split()
        if before and len(before[-1]) > 1 and _exists(before[-1][:2], match[1], text):
            new = ("없" if match[1] == "있" else "있") + match[2]
            options.append(lambda m=match, n=new: _replaced(title, m, n))  # type: ignore[misc]
    return random.choice(options)() if options else None


def _replaced(title: str, match: re.Match[str], new: str) -> str:
    return title[: match.start()] + new + title[match.end() :]


def _said(forms: tuple[str, ...], text: str) -> bool:
    return any(form in text for form in forms) and not any(is_negated(f, text) for f in forms)


def _exists(word: str, how: str, text: str) -> bool:
    """Return whether ``text`` says, right after ``word``, that there is (있) or is none of it (없)."""
    return any(how in text[m.end() : m.end() + 12] for m in re.finditer(re.escape(word), text))


def _stem(predicate: str) -> tuple[str, str] | None:
    """Return the stem of "...ㄴ다" or "...ㅆ다" without its ending, and 않는 or 않았; None for others."""
    head, last = predicate[:-1], predicate[-1]
    if _NOT_THESE.search(head) or _NOT_THESE.search(predicate):
        return None
    if last == "했":
        return head + "하", "않았"
    if last == "됐":
        return head + "되", "않았"
    medial, final = (ord(last) - _FIRST) // _FINALS % _MEDIALS, (ord(last) - _FIRST) % _FINALS
    if final == _SS and medial == _YEO:
        return head + chr(ord(last) - _SS + (_I - _YEO) * _FINALS), "않았"
    if last == "는":
        return (head, "않는") if head else None
    if final != _N:
        return None
    for form, stem in _LOST.items():
        if predicate.endswith(form):
            return predicate.removesuffix(form) + stem, "않는"
    return head + chr(ord(last) - _N), "않는"
