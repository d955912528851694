"""One article as grouping compares it: words, numbers, vectors and the moment it was published. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from imfact.kit.shingles import COPY_GRAM, Grams, fold, grams
from imfact.kit.wire import wire_text

# Two characters are the unit of names and topics.
_WORD_GRAM = 2
# As much of a body as tells what happened, and as short as a teaser.
_OPENING_CHARACTERS = 400
# A column's name, such as [사진] or <알림>, names nobody.
_TAG = re.compile(r"[\[<【(][^\]>】)]{0,20}[\]>】)]")
_NUMBER = re.compile(r"\d[\d,.]*")

Row = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Words:
    """The lexical side of an article, in grams of folded text."""

    title: Grams
    subject: Grams
    """Of the headline's first word."""
    opening: Grams
    """Of headline and opening of the body together."""
    body: Grams
    """Of the whole body, in the unit of copies."""
    numbers: frozenset[str]
    """Numbers of headline and opening, thousands joined."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """Unit vectors of one encoder."""

    title: Row
    article: Row


@dataclass(frozen=True, slots=True)
class Telling:
    """An article as it is compared; without vectors it may be a copy, never part of a story."""

    words: Words
    vectors: Vectors | None
    published_at: datetime


def read_words(title: str, body: str) -> Words:
    """Return the lexical side of an article, of its wire text alone."""
    body = wire_text(body)
    opening = body[:_OPENING_CHARACTERS]
    head = grams(fold(title), _WORD_GRAM)
    words = [word for word in map(fold, _TAG.sub(" ", title).split()) if word]
    plain = unicodedata.normalize("NFKC", f"{title} {opening}")
    return Words(
        title=head,
        subject=grams(words[0], _WORD_GRAM) if words else head,
        opening=head | grams(fold(opening), _WORD_GRAM),
        body=grams(fold(body), COPY_GRAM),
        numbers=frozenset(found.replace(",", "").strip(".") for found in _NUMBER.findall(plain)),
    )
