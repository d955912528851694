"""Headlines edited until they say what their text does not: numbers, turned words, names. Not for bait."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from imfact.judge.turns import TURNS

EditKind = Literal["number", "antonym", "negation", "name"]


@dataclass(frozen=True, slots=True)
class Edit:
    """The headline after one edit, and which."""

    title: str
    kind: EditKind


_NEGATIONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(\w)한다(?=$|[.…\"”'’ ])"), r"\1하지 않는다"),
    (re.compile(r"(\w)했다(?=$|[.…\"”'’ ])"), r"\1하지 않았다"),
    (re.compile(r" 없다(?=$|[.…\"”'’ ])"), " 있다"),
    (re.compile(r" 있다(?=$|[.…\"”'’ ])"), " 없다"),
    (re.compile(r" 추진(?=$|[.…\"”'’ ])"), " 철회"),
    (re.compile(r" 출시(?=$|[.…\"”'’ ])"), " 출시 취소"),
    (re.compile(r" 선정(?=$|[.…\"”'’ ])"), " 탈락"),
    (re.compile(r" 개최(?=$|[.…\"”'’ ])"), " 취소"),
    (re.compile(r" 없어(?=$|[.…\"”'’ ])"), " 있어"),
    (re.compile(r" 안 (?=\w)"), " "),
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NAME = re.compile(r"(?<![가-힣A-Za-z])[가-힣A-Za-z]{2,6}(?=[,·…]|\s)")
_TITLE_TOO_SHORT = 8


def edit_headline(title: str, lead: str, names: Sequence[str], random: Random) -> Edit | None:
    """Return ``title`` with one edit that ``lead`` contradicts, None where none applies.

    A number, name or turned word is only changed where the lead holds the original and not the new one,
    and a predicate is only negated where the lead has it: otherwise nothing would contradict the edited
    headline.
    """
    if len(title) < _TITLE_TOO_SHORT:
        return None
    makers: list[Callable[[], Edit | None]] = [
        lambda: _number(title, lead, random),
        lambda: _antonym(title, lead, random),
        lambda: _negation(title, lead, random),
        lambda: _name(title, lead, names, random),
    ]
    random.shuffle(makers)
    for make in makers:
        edit = make()
        if edit is not None and edit.title != title:
            return edit
    return None


def leading_names(titles: Sequence[str]) -> list[str]:
    """Return what stands first in headlines before a comma: mostly who acts; for exchanging."""
    found = {m.group() for title in titles if (m := re.match(r"[가-힣A-Za-z]{2,6}(?=,)", title))}
    return sorted(found)


def _number(title: str, lead: str, random: Random) -> Edit | None:
    told = [m for m in _NUMBER.finditer(title) if m.group() in lead]
    if not told:
        return None
    match = random.choice(told)
    new = _other_number(match.group(), random)
    if new is None or new in lead:
        return None
    return Edit(title[: match.start()] + new + title[match.end() :], "number")


def _other_number(text: str, random: Random) -> str | None:
    """Return a number of the same form and about the same size."""
    plain = text.replace(",", "")
    whole, _, part = plain.partition(".")
    if len(whole) > 12:
        return None
    value = int(whole)
    factor = random.choice((0.5, 0.7, 1.3, 1.5, 2, 3))
    changed = max(round(value * factor), 1)
    if changed == value:
        changed = value + random.choice((1, 2, 3))
    shown = f"{changed:,}" if "," in text else str(changed)
    return f"{shown}.{part}" if part else shown


def _antonym(title: str, lead: str, random: Random) -> Edit | None:
    options = [
        (word, other)
        for pair in TURNS
        for word, other in (pair, pair[::-1])
        if title.count(word) == 1 and other not in title and word in lead and other not in lead
    ]
    if not options:
        return None
    word, other = random.choice(options)
    return Edit(title.replace(word, other), "antonym")


def _negation(title: str, lead: str, random: Random) -> Edit | None:
    options = [
        (form, new)
        for form, new in _NEGATIONS
        if (found := form.search(title)) and _predicate(title, found) in lead
    ]
    if not options:
        return None
    form, new = random.choice(options)
    return Edit(form.sub(new, title, count=1), "negation")


def _predicate(title: str, found: re.Match[str]) -> str:
    """Return the two characters before what is negated, or that themselves where it is a word of its own."""
    word = found.group().strip(" .…\"”'’")
    if found.group().startswith(" ") and len(word) > 1 and word not in ("없다", "있다", "없어"):
        return word
    head = re.sub(
        r"[^0-9A-Za-z가-힣]", "", title[: found.start() + (0 if found.group()[0] == " " else 1)]
    )
    return head[-2:]


def _name(title: str, lead: str, names: Sequence[str], random: Random) -> Edit | None:
    told = [m for m in _NAME.finditer(title) if m.group() in names and m.group() in lead]
    if not told:
        return None
    match = random.choice(told)
    new = random.choice(names)
    if new in lead or new in title:
        return None
    return Edit(title[: match.start()] + new + title[match.end() :], "name")
