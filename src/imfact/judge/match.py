"""Whether the body carries the headline: what is measured for it. The weights are the model's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from imfact.judge.turns import turned_words
from imfact.kit.korean import neighbours

Floats = npt.NDArray[np.float32]

# Order of the features; a model names those it was trained on and is refused with others.
MATCH_FEATURES = (
    "cosine",
    "words_found",
    "stems_found",
    "stems_missing",
    "pairs_found",
    "numbers",
    "numbers_found",
    "numbers_missing",
    "numbers_otherwise",
    "latin_words",
    "latin_found",
    "turned_words",
    "negated_otherwise",
    "first_word_found",
    "first_stem_found",
    "words",
    "body_characters",
    "quotations_found",
)
# How much of a body is compared; most of what a headline tells stands at its beginning.
COMPARED_CHARACTERS = 1_000

_NOT_TEXT = re.compile(r"[^0-9A-Za-z가-힣一-鿿]+")
_NUMBER = re.compile(r"\d[\d,.]*")
_MEASURE = re.compile(r"(\d[\d,.]*)\s?(%|[가-힣]|[A-Za-z]{1,3})")
_DATES = "년월일시분"
_LATIN = re.compile(r"[A-Za-z]+")
_QUOTATION = re.compile(r"[“\"‘'](.+?)[”\"’']")
_NEGATION = re.compile(r"않|없|못|안 ")
_NO_QUOTATION = -0.5


@dataclass(frozen=True, slots=True)
class MatchFinds:
    """What of a headline the body does not carry; for the reasons shown to a reader."""

    missing_words: tuple[str, ...]
    missing_numbers: tuple[str, ...]
    turned: tuple[tuple[str, str], ...]
    """(word of the headline, its opposite in the body)."""
    otherwise: tuple[tuple[str, str], ...]
    """(number of the headline, number of the body that counts the same), both with what they count.

    Dates are left out: a text has many, and they seldom contradict each other.
    """


def match_features(title: str, body: str, title_vector: Floats, lead_vector: Floats) -> Floats:
    """Return ``MATCH_FEATURES`` as float32 (18,).

    Args:
        title: The headline.
        body: The text; its first 1,000 characters are compared.
        title_vector: The headline's unit vector.
        lead_vector: That of the text's beginning.
    """
    beginning = body[:COMPARED_CHARACTERS]
    text, headline = _folded(beginning), _folded(title)
    words = _words(headline)
    pairs, own = neighbours(headline), neighbours(text)
    numbers, told = numbers_of(title), numbers_of(beginning)
    stems = [word[:2] in text for word in words]
    latin = [word for word in words if _LATIN.fullmatch(word)]
    quotations = [neighbours(_folded(quote)) <= own for quote in _QUOTATION.findall(title)]
    negated = bool(_NEGATION.search(title)) != bool(_NEGATION.search(beginning))
    return np.array(
        [
            float(title_vector @ lead_vector),
            _share([_found(word, text) for word in words]),
            _share(stems),
            len(stems) - sum(stems),
            len(pairs & own) / len(pairs) if pairs else 0.0,
            len(numbers),
            len(numbers & told),
            len(numbers - told),
            len(numbers_otherwise(title, beginning)),
            len(latin),
            sum(word in text for word in latin),
            len(turned_words(title, beginning)),
            negated,
            bool(words) and words[0] in text,
            bool(stems) and stems[0],
            len(words),
            len(beginning),
            _share(quotations) if quotations else _NO_QUOTATION,
        ],
        dtype=np.float32,
    )


def match_finds(title: str, body: str) -> MatchFinds:
    """Return what of ``title`` is nowhere in the whole ``body``."""
    text, told = _folded(body), numbers_of(body)
    return MatchFinds(
        missing_words=tuple(word for word in _words(_folded(title)) if word[:2] not in text),
        missing_numbers=tuple(sorted(numbers_of(title) - told)),
        turned=tuple(turned_words(title, body)),
        otherwise=tuple(
            pair for pair in numbers_otherwise(title, body) if pair[0][-1] not in _DATES
        ),
    )


def numbers_otherwise(title: str, body: str) -> list[tuple[str, str]]:
    """Return (number of the headline, number of the body) where both count the same and differ.

    Each comes with what it counts, which is what follows it. A headline's number that the body has anywhere
    is none of them.
    """
    told = numbers_of(body)
    counted: dict[str, str] = {}
    for match in _MEASURE.finditer(body):
        counted.setdefault(match[2], match[0])
    return [
        (match[0], counted[match[2]])
        for match in _MEASURE.finditer(title)
        if match[2] in counted and match[1].replace(",", "").rstrip(".") not in told
    ]


def numbers_of(text: str) -> set[str]:
    """Return the numbers of ``text`` without thousands separators."""
    return {match.replace(",", "").rstrip(".") for match in _NUMBER.findall(text)}


def _folded(text: str) -> str:
    return _NOT_TEXT.sub(" ", text)


def _words(folded: str) -> list[str]:
    return [word for word in folded.split() if len(word) > 1]


def _found(word: str, text: str) -> bool:
    # Without its last character, which is mostly a particle.
    return word in text or (len(word) > 2 and word[:-1] in text)


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 0.0
