"""One article as grouping compares it: words, numbers, vectors and the moment it was published. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from imfact.kit.korean import split_sentences
from imfact.kit.shingles import COPY_GRAM, Grams, fold, grams
from imfact.kit.wire import wire_text

# Two characters are the unit of names and topics, three that of wording.
_WORD_GRAM = 2
_RUN_GRAM = 3
# As much of a body as tells what happened, and as short as a teaser.
_OPENING_CHARACTERS = 400
# A shorter sentence is a byline or a caption's end.
_SENTENCE_GRAMS = 8
_NUMBER = re.compile(r"\d[\d,.]*")

CENTRE, STEP = 0.9, 0.05
"""Cosines of the encoder live between .82 and .95, so they are counted from .9 on in steps of .05."""

Row = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Words:
    """The lexical side of an article, in grams of folded text."""

    title: Grams
    opening: Grams
    """Of headline and opening of the body together."""
    runs: Grams
    """Of the opening of the body, in the unit of wording, as are its sentences."""
    sentences: tuple[Grams, ...]
    words: frozenset[str]
    """Of the opening, folded."""
    body: Grams
    """Of the whole body, in the unit of copies."""
    numbers: frozenset[str]
    """Numbers of headline and opening, thousands joined."""
    length: int
    """See :func:`opening_length`."""


@dataclass(frozen=True, slots=True)
class Telling:
    """An article as it is compared; without a vector it may be a copy, never part of a story."""

    words: Words
    vector: Row | None
    """Of headline and text together, of length 1."""
    published_at: datetime


def read_words(title: str, body: str) -> Words:
    """Return the lexical side of an article, of its wire text alone."""
    body = wire_text(body)
    opening = body[:_OPENING_CHARACTERS]
    folded = fold(opening)
    head = grams(fold(title), _WORD_GRAM)
    sentences = [grams(fold(one.text), _RUN_GRAM) for one in split_sentences(opening)]
    plain = unicodedata.normalize("NFKC", f"{title} {opening}")
    return Words(
        title=head,
        opening=head | grams(folded, _WORD_GRAM),
        runs=grams(folded, _RUN_GRAM),
        sentences=tuple(one for one in sentences if len(one) >= _SENTENCE_GRAMS),
        words=frozenset(word for word in map(fold, opening.split()) if word),
        body=grams(fold(body), COPY_GRAM),
        numbers=frozenset(found.replace(",", "").strip(".") for found in _NUMBER.findall(plain)),
        length=len(folded),
    )


def opening_length(body: str) -> int:
    """Return how many letters and digits the opening of the wire text has, at most 400."""
    return len(fold(wire_text(body)[:_OPENING_CHARACTERS]))


def article_nearness(one: Telling, other: Telling) -> float | None:
    """Return the cosine of both articles, in steps of ``STEP`` from ``CENTRE`` on; None without vectors."""
    if one.vector is None or other.vector is None:
        return None
    return (float(one.vector @ other.vector) - CENTRE) / STEP
