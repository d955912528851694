"""Headlines edited until their own text speaks against them: numbers, turned words, predicates, actors.

What counts: the text that the judge compares (``judge.match.compared``, at most 1,000 characters of
it, often 100 or 200) carries the original, so that a reader of it alone could object.

- number: the text has the number itself with what it counts, not only its digits inside another
  number, and nowhere the new one. Digits of a name (a model, a virus) are no number. A day stays a
  day and an hour an hour, and "more than 300" is not lowered, since it would stay true.
- antonym: the text has the word, or another that says the same. Where it has an opposite as well, the
  word must stand in a sentence with a neighbour that it has in the headline, and no opposite may.
- negation: the text has the predicate, and not negated there.
- name and subject: see actors.py.

Not filtered: near numbers, short texts, opposites that the text has of other matters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from imfact.judge.match_numbers import quantities
from imfact.judge.opposites import TURNS
from imfact.judge.turns import has_word, said_against, said_alike, stands_with
from imfact.pipeline.train.data.actors import exchanged_name, exchanged_subject
from imfact.pipeline.train.data.negations import negated

EditKind = Literal["number", "antonym", "negation", "name", "subject"]


@dataclass(frozen=True, slots=True)
class Edit:
    """The headline after one edit, and which."""

    title: str
    kind: EditKind


_NUMBER = re.compile(
    r"(?<![0-9A-Za-z,.\-])(?<![가-힣](?<![제약총만단연]))\d[\d,]*(?:\.\d+)?(?![A-Za-z\-]|[,.]?\d)"
)
_LARGEST = {"월": 12, "일": 31, "시": 24, "분": 59}
_YEAR = range(1900, 2101)
_AT_LEAST = re.compile(r"돌파|이상|넘|초과|육박|\+|여")
_AT_MOST = re.compile(r"이하|미만|이내|못 미")
_REACH = 9
_TITLE_TOO_SHORT = 8
_TRIES = 8


def edit_headline(title: str, text: str, names: Sequence[str], random: Random) -> Edit | None:
    """Return ``title`` with one edit that ``text`` speaks against, None where none applies.

    Args:
        title: The headline.
        text: What the judge compares of the body.
        names: For exchanging; see :func:`imfact.pipeline.train.data.actors.leading_names`.
        random: Draws.
    """
    if len(title) < _TITLE_TOO_SHORT:
        return None
    makers: list[tuple[EditKind, Callable[[], str | None]]] = [
        ("number", lambda: _number(title, text, random)),
        ("antonym", lambda: _antonym(title, text, random)),
        ("negation", lambda: negated(title, text, random)),
        ("name", lambda: exchanged_name(title, text, names, random)),
        ("subject", lambda: exchanged_subject(title, text, names, random)),
    ]
    random.shuffle(makers)
    for kind, make in makers:
        edited = make()
        if edited is not None and edited != title:
            return Edit(edited, kind)
    return None


def _number(title: str, text: str, random: Random) -> str | None:
    told = {(one.value, one.unit) for one in quantities(text)}
    options = []
    for match in _NUMBER.finditer(title):
        own = next((one for one in quantities(title) if one.start <= match.start() < one.end), None)
        if own is not None and (own.value, own.unit) in told:
            options.append((match, own))
    if not options:
        return None
    match, own = random.choice(options)
    after = title[match.end() : match.end() + _REACH]
    for _ in range(_TRIES):
        new = _other_number(match.group(), own.unit, random)
        if new is None:
            continue
        grown = _value(new) > _value(match.group())
        if (_AT_LEAST.search(after) and not grown) or (_AT_MOST.search(after) and grown):
            continue
        edited = title[: match.start()] + new + title[match.end() :]
        now = next(
            (one for one in quantities(edited) if one.start <= match.start() < one.end), None
        )
        if now is not None and now.value not in {value for value, _ in told}:
            return edited
    return None


def _other_number(text: str, unit: str, random: Random) -> str | None:
    """Return a number of the same form: about the same size, or one next to it."""
    whole, _, part = text.replace(",", "").partition(".")
    if len(whole) > 12:
        return None
    value = int(whole)
    if unit in ("년", "") and value in _YEAR:
        changed = value + random.choice((-3, -2, -1, 1, 2, 3))
    elif random.random() < 0.3:
        changed = value + random.choice((-2, -1, 1, 2))
    else:
        changed = max(round(value * random.choice((0.5, 0.7, 1.3, 1.5, 2, 3))), 1)
    if changed == value or changed < 1 or changed > _LARGEST.get(unit, changed):
        return None
    shown = f"{changed:,}" if "," in text else str(changed)
    return f"{shown}.{part}" if part else shown


def _value(text: str) -> float:
    return float(text.replace(",", ""))


def _antonym(title: str, text: str, random: Random) -> str | None:
    options = [
        (word, other)
        for family in TURNS
        for pair in family
        for word, other in (pair, pair[::-1])
        if title.count(word) == 1
        and has_word(word, other, title)
        and not said_against(word, title)
        and said_alike(word, text)
        and _told_of_this(word, title, text)
    ]
    if not options:
        return None
    word, other = random.choice(options)
    return title.replace(word, other)


def _told_of_this(word: str, title: str, text: str) -> bool:
    """Return whether what ``text`` has against ``word``, if anything, it says of something else.

    Then it has ``word`` itself of what the headline says it of, and no opposite of that.
    """
    against = said_against(word, text)
    return not against or (
        any(stands_with(word, other, title, text) for other in against)
        and not any(stands_with(other, word, title, text, word) for other in against)
    )
