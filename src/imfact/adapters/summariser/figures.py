"""Numbers in Korean news, read to their value so that two ways of writing one can be compared.

Read are digits with thousands separators and decimals (``1,200``, ``3.5``), digits with units
(``1천200``, ``12억 3천만``), dates with dots, and words before a counter (``세 곳``, ``백여 명``,
``스물두 살``). A percentage, a percentage point and a plain number are three kinds: ``3%`` is not
``3%p``. Not read: signs, words without a counter (``절반``), and what must be computed to be seen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["plain", "percent", "point"]
Value = tuple[Decimal, Kind]

_SMALL = {"십": 10, "백": 100, "천": 1_000}
_LARGE = {"만": 10**4, "억": 10**8, "조": 10**12}
_SINO = {character: value for value, character in enumerate("일이삼사오육칠팔구", start=1)}
_ONES = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9,
    "하나": 1, "둘": 2, "셋": 3, "넷": 4,
}  # fmt: skip
_TENS = {
    "열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40,
    "쉰": 50, "예순": 60, "일흔": 70, "여든": 80, "아흔": 90,
}  # fmt: skip

_DATE = re.compile(r"(?<!\d)(\d{4})[.\-/]\s?(\d{1,2})[.\-/]\s?(\d{1,2})(?!\d)")
_GROUP = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?[십백천]?[만억조]?"
_PART = re.compile(r"(?P<digits>[\d,]+(?:\.\d+)?)(?P<small>[십백천]?)(?P<large>[만억조]?)")
_CHAIN = re.compile(
    rf"{_GROUP}(?:(?<=[십백천만억조])\s?{_GROUP})*"
    r"(?:\s?(?P<point>%\s?p(?![a-z])|%\s?포인트|퍼센트\s?포인트)|\s?(?P<percent>%|퍼센트))?",
    re.IGNORECASE,
)
_COUNTERS = (
    "명|곳|개월|개|건|차례|번째|번|배|가지|시간|주|달|살|세|마리|대|채|팀|권|편|쪽|해|척|그루|자루|벌|"
    "켤레|송이|층|칸|줄|장|표|점|골|위|원|달러|년|일|분|초|쌍|호|가구|킬로미터|미터|톤|쪽"
)
_PARTICLE = (
    r"(?=$|[^가-힣]|[은는이가을를의에도만과와로씩째뿐당간쯤]|으로|이나|까지|부터|짜리|이다|이었|이며|"
    r"가량|정도|안|동안)"
)
_NATIVE = re.compile(
    rf"(?<![가-힣\d])(?P<tens>{'|'.join(_TENS)})?(?P<ones>{'|'.join(_ONES)})?\s?(?P<unit>{_COUNTERS}){_PARTICLE}"
)
# One syllable alone (만, 천) begins many a word, so its counter must stand apart.
_SINO_WORDS = re.compile(
    r"(?<![가-힣\d])(?P<word>[일이삼사오육칠팔구십백천만억조]{2,}여?\s?|[십백천만억](?:여\s?|\s))"
    rf"(?:{_COUNTERS}){_PARTICLE}"
)
# "Once" and "for a while" say no number.
_IDIOMS = {"번", "차례", "편", "해", "시간", "점", "위", "층", "장", "대", "주", "줄"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as written; ``parts`` are the numbers that it may be instead (``3만 2024년``)."""

    text: str
    value: Value
    parts: tuple[Value, ...]


def figures(text: str) -> list[Figure]:
    """Return every number of ``text``."""
    folded = unicodedata.normalize("NFKC", text)
    found: list[Figure] = []
    for match in _DATE.finditer(folded):
        found += [_plain(match.group(), Decimal(part)) for part in match.groups()]
    for match in _CHAIN.finditer(_DATE.sub(" ", folded)):
        found.append(_chain(match))
    found += _words(folded)
    return found


def values(text: str) -> set[Value]:
    """Return all that the numbers of ``text`` may mean."""
    return {value for figure in figures(text) for value in (figure.value, *figure.parts)}


def unknown_figure(claim: str, known: set[Value]) -> str | None:
    """Return the first number of ``claim`` that ``known`` does not hold, None where there is none."""
    for figure in figures(claim):
        if figure.value not in known and not (
            len(figure.parts) > 1 and all(part in known for part in figure.parts)
        ):
            return figure.text
    return None


def _chain(match: re.Match[str]) -> Figure:
    kind: Kind = "point" if match["point"] else "percent" if match["percent"] else "plain"
    written = match.group()
    # Digits joined without a space are one number; across a space they may be two.
    pieces = [value for part in written.split() if (value := _amount(part)) is not None]
    whole = _amount(written) or Decimal(0)
    # The mark of a percentage belongs to the last of them.
    parts: list[Value] = [(piece, "plain") for piece in pieces[:-1]]
    return Figure(written, (whole, kind), (*parts, (pieces[-1], kind)))


def _amount(written: str) -> Decimal | None:
    """Return the value of digits and units, None where there are no digits."""
    total = section = Decimal(0)
    groups = list(_PART.finditer(written))
    for group in groups:
        section += Decimal(group["digits"].replace(",", "")) * _SMALL.get(group["small"], 1)
        if group["large"]:
            total += section * _LARGE[group["large"]]
            section = Decimal(0)
    return (total + section).normalize() if groups else None


def _words(text: str) -> Iterator[Figure]:
    for match in _NATIVE.finditer(text):
        tens, ones = match["tens"], match["ones"]
        if not (tens or ones) or (not tens and ones == "한" and match["unit"] in _IDIOMS):
            continue
        yield _plain(match.group(), Decimal(_TENS.get(tens or "", 0) + _ONES.get(ones or "", 0)))
    for match in _SINO_WORDS.finditer(text):
        word = match["word"].strip().removesuffix("여")
        if any(unit in word for unit in (*_SMALL, *_LARGE)):
            yield _plain(match.group(), Decimal(_sino(word)))


def _sino(word: str) -> int:
    total = section = digit = 0
    for character in word:
        if character in _SINO:
            digit = _SINO[character]
        elif character in _SMALL:
            section += (digit or 1) * _SMALL[character]
            digit = 0
        else:
            total += ((section + digit) or 1) * _LARGE[character]
            section = digit = 0
    return total + section + digit


def _plain(text: str, value: Decimal) -> Figure:
    number: Value = (value.normalize(), "plain")
    return Figure(text, number, (number,))
