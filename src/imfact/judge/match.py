"""Whether the body carries the headline: what is measured for it. The weights are the model's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from imfact.judge.match_numbers import (
    NUMBER_FEATURES,
    number_features,
    numbers_of,
    otherwise_counted,
    quantities,
    turned_scores,
)
from imfact.judge.match_words import WORD_FEATURES, folded, word_features, words_of
from imfact.judge.polarity import (
    POLARITY_FEATURES,
    affirmed_alone,
    denied_alone,
    polarity_features,
)
from imfact.judge.statement import STATEMENT_FEATURES, statement_features
from imfact.judge.turns import TURN_FEATURES, turn_features, turned_words

Floats = npt.NDArray[np.float32]

# Order of the features; a model names those it was trained on and is refused with others.
MATCH_FEATURES = (
    "cosine",
    *WORD_FEATURES,
    *NUMBER_FEATURES,
    *TURN_FEATURES,
    *POLARITY_FEATURES,
    *STATEMENT_FEATURES,
    "body_characters",
)
# How much of a body is compared; most of what a headline tells stands at its beginning.
COMPARED_CHARACTERS = 1_000
# No headline is longer; patterns cost the square of an endless word.
_HEADLINE_CHARACTERS = 300

_DATES = frozenset("년월일시분")


@dataclass(frozen=True, slots=True)
class MatchFinds:
    """What of a headline the body does not carry; for the reasons shown to a reader."""

    missing_words: tuple[str, ...]
    missing_numbers: tuple[str, ...]
    turned: tuple[tuple[str, str], ...]
    """(word of the headline, its opposite in the body)."""
    otherwise: tuple[tuple[str, str], ...]
    """(number of the headline, number of the body that counts the same), both with what they count.

    Dates are left out: a text has many, and they seldom contradict each other. Scores that the body
    has only the other way round are among them.
    """
    denied: tuple[str, ...]
    """Beginnings of what the headline denies and the body has without denying it."""
    affirmed: tuple[str, ...]
    """Beginnings of what the headline affirms and the body denies."""


def compared(body: str) -> str:
    """Return what of ``body`` a headline is compared with."""
    return body[:COMPARED_CHARACTERS]


def _headline(title: str) -> str:
    return title[:_HEADLINE_CHARACTERS]


def match_features(title: str, body: str, query_vector: Floats, lead_vector: Floats) -> Floats:
    """Return ``MATCH_FEATURES`` as float32.

    Args:
        title: The headline; its first 300 characters are compared.
        body: The text; its first 1,000 characters are compared.
        query_vector: The headline's unit vector as a query: the encoder was made to bring questions near
            to the passages that answer them, and a headline asks for its text.
        lead_vector: That of the text's beginning.
    """
    beginning, title = compared(body), _headline(title)
    return np.array(
        [
            float(query_vector @ lead_vector),
            *word_features(title, beginning, folded(beginning)),
            *number_features(title, beginning, quantities(beginning)),
            *turn_features(title, beginning),
            *polarity_features(title, beginning),
            *statement_features(title, beginning),
            len(beginning),
        ],
        dtype=np.float32,
    )


def match_finds(title: str, body: str) -> MatchFinds:
    """Return what of ``title`` is nowhere in the whole ``body``, or otherwise there."""
    title = _headline(title)
    text, told = folded(body), quantities(body)
    values, written = {one.value for one in told}, numbers_of(body)
    otherwise = [
        (one.text, other.text)
        for one, other in otherwise_counted(title, body)
        if one.unit not in _DATES
    ]
    return MatchFinds(
        missing_words=tuple(word for word in words_of(folded(title)) if word[:2] not in text),
        missing_numbers=tuple(
            one.digits
            for one in quantities(title)
            if one.value not in values and one.digits.replace(",", "") not in written
        ),
        turned=tuple(turned_words(title, body)),
        otherwise=(*otherwise, *turned_scores(title, body)),
        denied=tuple(denied_alone(title, body)),
        affirmed=tuple(affirmed_alone(title, body)),
    )
