"""Numbers of a text with what they count, written alike: 1억2000만 원 is 120,000,000 원. No weights."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

NUMBER_FEATURES = (
    "quantities",
    "quantities_told",
    "quantities_about",
    "quantities_otherwise",
    "quantities_beside",
    "quantities_absent",
    "scores_turned",
)

_TIMES = {"천": 1e3, "만": 1e4, "억": 1e8, "조": 1e12, "兆": 1e12}
_QUANTITY = re.compile(
    r"(?<![\d,.])(\d[\d,]*(?:\.\d+)?)\s?([천만억조兆]{0,2})((?:\s?\d[\d,]*(?:\.\d+)?\s?[천만억조]{1,2}){0,3})(\s?)"
    r"(%p|%|[가-힣]|[A-Za-z]{1,3})?"
)
_WRITTEN = re.compile(r"\d[\d,.]*")
_FURTHER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s?([천만억조]{1,2})")
_SCORE = re.compile(r"(?<![\d\-:])(\d{1,3})\s?[-:대]\s?(\d{1,3})(?![\d\-:])")
# Written one way in headlines, another in texts.
_UNITS = {"퍼": "%", "프": "%", "달": "개", "살": "세"}
# After a number that counts nothing: a particle, not a unit.
_PARTICLES = frozenset("은는이가을를의에로도와과")
# What is counted after a space; anything else there is a word of its own.
_APART = frozenset("원명개대건곳채회톤주년월일시분%세살위배")
_ABOUT = 0.06
_BESIDE = 14


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, its value and what it counts (empty: nothing), with its place."""

    text: str
    digits: str
    """As it is written, without what it is multiplied by."""
    value: float
    unit: str
    start: int
    end: int


def quantities(text: str) -> list[Quantity]:
    """Return the numbers of ``text`` in order."""
    found = []
    for match in _QUANTITY.finditer(text):
        value = _number(match[1]) * _times(match[2])
        for further in _FURTHER.finditer(match[3]):
            value += _number(further[1]) * _times(further[2])
        unit = match[5] or ""
        if unit in _PARTICLES or (match[4] and unit not in _APART):
            unit = ""
        unit = unit or ("원" if match[2] or match[3] else "")
        unit = _UNITS.get(unit, unit)
        found.append(
            Quantity(
                match.group().strip(), match[1].rstrip(","), value, unit, match.start(), match.end()
            )
        )
    return found


def numbers_of(text: str) -> set[str]:
    """Return the numbers of ``text`` as written, without thousands separators."""
    return {match.replace(",", "").rstrip(".") for match in _WRITTEN.findall(text)}


def number_features(title: str, body: str, own: Sequence[Quantity]) -> list[float]:
    """Return ``NUMBER_FEATURES``; ``own`` are the quantities of ``body``."""
    asked = quantities(title)
    told = {(one.value, one.unit) for one in own}
    values = {one.value for one in own}
    about = otherwise = beside = absent = 0
    for one in asked:
        if (one.value, one.unit) in told:
            continue
        same = [other for other in own if other.unit == one.unit and one.unit]
        if one.value in values or any(_near(one.value, other.value) for other in same):
            about += 1
        elif same:
            otherwise += 1
            beside += any(_beside(title, one, body, other) for other in same)
        else:
            absent += 1
    return [
        len(asked),
        sum((one.value, one.unit) in told for one in asked),
        about,
        otherwise,
        beside,
        absent,
        len(turned_scores(title, body)),
    ]


def otherwise_counted(title: str, body: str) -> list[tuple[Quantity, Quantity]]:
    """Return (of the headline, of the body) where both count the same and the body has the former nowhere.

    Of the body's numbers that count so, one beside the same words comes before the first one.
    """
    own = quantities(body)
    values = {one.value for one in own}
    found = []
    for one in quantities(title):
        same = [other for other in own if other.unit == one.unit and one.unit]
        if not same or one.value in values or any(_near(one.value, o.value) for o in same):
            continue
        found.append((one, next((o for o in same if _beside(title, one, body, o)), same[0])))
    return found


def turned_scores(title: str, body: str) -> list[tuple[str, str]]:
    """Return (score of the headline, score of the body) where the body has it only the other way round."""
    told = {(m[1], m[2]): m.group() for m in _SCORE.finditer(body)}
    return [
        (m.group(), told[m[2], m[1]])
        for m in _SCORE.finditer(title)
        if m[1] != m[2] and (m[1], m[2]) not in told and (m[2], m[1]) in told
    ]


def _beside(title: str, one: Quantity, body: str, other: Quantity) -> bool:
    """Return whether a word next to the one number stands near the other."""
    before = body[max(other.start - _BESIDE, 0) : other.start].rsplit(". ", 1)[-1]
    near = before + body[other.start : other.end + _BESIDE].split(". ", 1)[0]
    words = [*title[: one.start].split()[-1:], *title[one.end :].split()[:1]]
    return any(len(word) > 1 and word[:2] in near for word in words)


def _near(one: float, other: float) -> bool:
    # Headlines round; small numbers are exact.
    return (
        one >= 30
        and abs(one - other) <= _ABOUT * max(one, other)
        and one != other
        and (one % 10 == 0 or other % 1 != 0)
    )


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _times(marks: str) -> float:
    value = 1.0
    for mark in marks:
        value *= _TIMES[mark]
    return value
