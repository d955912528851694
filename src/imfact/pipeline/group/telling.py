"""One article as grouping compares it: words, numbers, vectors and the moment it was published. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

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

SHORT_LETTERS = 80
"""An opening of fewer is a caption or a teaser: what it has in common may be all template."""

Row = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Words:
    """The lexical side of an article, in grams of folded text.

    Sentences and words of the opening are made where they are asked for: only likely copies are.
    """

    title: Grams
    opening: Grams
    """Of headline and opening of the body together."""
    runs: Grams
    """Of the opening of the body, in the unit of wording."""
    body: Grams
    """Of the whole body, in the unit of copies."""
    numbers: frozenset[str]
    """Numbers of headline and opening, thousands joined."""
    length: int
    """See :func:`opening_length`."""
    told: str
    """The opening of the body as it stands."""

    @cached_property
    def sentences(self) -> tuple[Grams, ...]:
        """Of the opening, in the unit of wording."""
        found = [grams(fold(one.text), _RUN_GRAM) for one in split_sentences(self.told)]
        return tuple(one for one in found if len(one) >= _SENTENCE_GRAMS)

    @cached_property
    def words(self) -> frozenset[str]:
        """Of the opening, folded."""
        return frozenset(word for word in map(fold, self.told.split()) if word)


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
    plain = unicodedata.normalize("NFKC", f"{title} {opening}")
    return Words(
        title=head,
        opening=head | grams(folded, _WORD_GRAM),
        runs=grams(folded, _RUN_GRAM),
        body=grams(fold(body), COPY_GRAM),
        numbers=frozenset(found.replace(",", "").strip(".") for found in _NUMBER.findall(plain)),
        length=len(folded),
        told=opening,
    )


def opening_length(body: str) -> int:
    """Return how many letters and digits the opening of the wire text has, at most 400."""
    return len(fold(wire_text(body)[:_OPENING_CHARACTERS]))


def article_nearness(one: Telling, other: Telling) -> float | None:
    """Return the cosine of both articles, in steps of ``STEP`` from ``CENTRE`` on; None without vectors."""
    if one.vector is None or other.vector is None:
        return None
    return (float(one.vector @ other.vector) - CENTRE) / STEP
