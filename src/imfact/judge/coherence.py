"""What is measured of a body's segments: whether they are foreign to the rest. The weights are the model's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from imfact.judge.likeness import (
    LIKENESS_FEATURES,
    Doubles,
    Numbers,
    Spans,
    likeness_features,
    spans_of,
)
from imfact.judge.shared_words import WORD_FEATURES, word_features

Floats = npt.NDArray[np.float32]

COHERENCE_FEATURES = (
    *(f"place_{name}" for name in LIKENESS_FEATURES),
    *(f"vector_{name}" for name in LIKENESS_FEATURES),
    "place_headline",
    "place_headline_less",
    "vector_headline",
    "vector_headline_less",
    *WORD_FEATURES,
    "advertising",
    "advertising_elsewhere",
    "characters",
    "characters_relative",
    "quoted",
    "length",
    "sentences",
    "at_end",
    "position",
)
FEWEST_SENTENCES = 4
"""Below this nothing can be foreign to the rest."""

_ADVERTISING = re.compile(
    r"할인|특가|이벤트\s?(?:참여|진행)|구매(?:하|시|가능)|주문|무료\s?(?:체험|상담|증정)|상담\s?(?:문의|신청)|"
    r"문의\s?[:：]?\s?\d|\d{2,4}-\d{3,4}-\d{4}|선착순|쿠폰|바로가기|클릭|지금\s?(?:바로|신청|가입)|"
    r"사은품|적립|수익률\s?보장|카카오톡\s?(?:추가|상담|채널)|홈페이지에서\s?신청|배송|정가|품절|한정\s?수량|체험단"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """Sentences ``start`` to ``end`` (exclusive) of a body."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Measured:
    """The segments of a body with ``COHERENCE_FEATURES``, float32 (segments, features)."""

    spans: Spans
    features: Floats

    def segment(self, number: int) -> Segment:
        """Return one by its row."""
        return Segment(int(self.spans.starts[number]), int(self.spans.ends[number]))


def measure_segments(
    sentences: Sequence[str], vectors: Floats, title_vector: Floats, places: Floats
) -> Measured | None:
    """Return the body's segments and what is measured of each, None for fewer than four sentences.

    Args:
        sentences: The body's sentences in order, as they are encoded.
        vectors: Their unit vectors, one a row.
        title_vector: The headline's.
        places: Where the model puts the headline (the first row) and the sentences: unit vectors in
            which sentences of one text are near each other.
    """
    count = len(sentences)
    if count < FEWEST_SENTENCES:
        return None
    spans = spans_of(count)
    rows, placed = vectors.astype(np.float64), places.astype(np.float64)
    features = np.column_stack(
        [
            likeness_features(placed[1:] @ placed[1:].T, spans),
            likeness_features(rows @ rows.T, spans),
            *_means(placed[1:] @ placed[0], spans),
            *_means(rows @ title_vector.astype(np.float64), spans),
            word_features(sentences, spans),
            _written(sentences, spans),
        ]
    )
    return Measured(spans, features.astype(np.float32))


def is_advertising(sentence: str) -> bool:
    """Return whether a sentence reads as an offer."""
    return _ADVERTISING.search(sentence) is not None


def _means(values: Doubles, spans: Spans) -> tuple[Doubles, Doubles]:
    """Return the segment's mean, and by how much the rest's is greater."""
    inside = spans.sums(values)
    mean = inside / spans.lengths
    return mean, (values.sum() - inside) / (spans.count - spans.lengths) - mean


def _written(sentences: Sequence[str], spans: Spans) -> Doubles:
    """Return what form and place tell, one row a segment."""
    lengths: Numbers = spans.lengths
    offers = np.array([float(is_advertising(sentence)) for sentence in sentences])
    sizes = np.array([float(len(sentence)) for sentence in sentences])
    quotes = np.array([float('"' in sentence or "“" in sentence) for sentence in sentences])
    characters = spans.sums(sizes) / lengths
    return np.column_stack(
        [
            spans.sums(offers) / lengths,
            offers.sum() - spans.sums(offers),
            characters,
            characters / max(float(sizes.mean()), 1.0),
            spans.sums(quotes) / lengths,
            lengths,
            np.full(len(lengths), spans.count),
            spans.ends == spans.count,
            spans.starts / spans.count,
        ]
    )
