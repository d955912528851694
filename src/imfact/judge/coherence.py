"""Whether a body holds together: foreign paragraphs and advertising. The weights are the model's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from imfact.kit.korean import neighbours

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

COHERENCE_FEATURES = (
    "sentences",
    "mean_cosine",
    "spread",
    "farthest_sentence",
    "farthest_standardised",
    "contrast",
    "contrast_standardised",
    "second_contrast",
    "segment_share",
    "segment_at_end",
    "segment_to_headline",
    "segment_words_shared",
    "segment_step",
    "advertising",
    "advertising_in_segment",
)
FEWEST_SENTENCES = 4
"""Below this nothing can be foreign to the rest."""
_LONGEST_SEGMENT = 6

_ADVERTISING = re.compile(
    r"할인|특가|이벤트\s?(?:참여|진행)|구매(?:하|시|가능)|주문|무료\s?(?:체험|상담|증정)|상담\s?(?:문의|신청)|"
    r"문의\s?[:：]?\s?\d|\d{2,4}-\d{3,4}-\d{4}|선착순|쿠폰|바로가기|클릭|지금\s?(?:바로|신청|가입)|"
    r"사은품|적립|수익률\s?보장|카카오톡\s?(?:추가|상담|채널)|홈페이지에서\s?신청|배송|정가|품절|한정\s?수량|체험단"
)
_NOT_TEXT = re.compile(r"[^0-9A-Za-z가-힣]+")


@dataclass(frozen=True, slots=True)
class Segment:
    """Sentences ``start`` to ``end`` (exclusive) that fit the rest least, and by how much less."""

    start: int
    end: int
    contrast: float


def coherence_features(
    sentences: Sequence[str], vectors: Floats, title_vector: Floats
) -> Floats | None:
    """Return ``COHERENCE_FEATURES`` as float32 (15,), None for fewer than four sentences.

    Args:
        sentences: The body's sentences in order.
        vectors: Their unit vectors, one a row.
        title_vector: The headline's.
    """
    count = len(sentences)
    if count < FEWEST_SENTENCES:
        return None
    rows = vectors.astype(np.float64)
    cosines = rows @ rows.T
    best, second = _segments(cosines)
    inside = np.zeros(count, dtype=bool)
    inside[best.start : best.end] = True
    to_rest = (cosines.sum(axis=1) - 1.0) / (count - 1)
    spread = float(to_rest.std()) + 1e-6
    mean = float(to_rest.mean())
    to_headline = rows @ title_vector.astype(np.float64)
    advertising = np.array([bool(_ADVERTISING.search(sentence)) for sentence in sentences])
    steps = np.array([cosines[n, n + 1] for n in range(count - 1)])
    edges = [n for n in (best.start - 1, best.end - 1) if 0 <= n < count - 1]
    return np.array(
        [
            min(count, 40),
            mean,
            spread,
            float(to_rest.min()),
            (mean - float(to_rest.min())) / spread,
            best.contrast,
            best.contrast / spread,
            second,
            inside.mean(),
            best.end == count,
            float(to_headline[~inside].mean() - to_headline[inside].mean()),
            _shared(sentences, inside),
            float(steps.mean() - steps[edges].mean()),
            float(advertising.sum()),
            float(advertising[inside].mean()),
        ],
        dtype=np.float32,
    )


def foreign_segment(vectors: Floats) -> Segment | None:
    """Return the sentences that fit the rest least, None for fewer than four sentences."""
    if len(vectors) < FEWEST_SENTENCES:
        return None
    rows = vectors.astype(np.float64)
    return _segments(rows @ rows.T)[0]


def is_advertising(sentence: str) -> bool:
    """Return whether a sentence reads as an offer."""
    return _ADVERTISING.search(sentence) is not None


def _segments(cosines: Doubles) -> tuple[Segment, float]:
    """Return the segment of the greatest contrast, and the greatest of any that does not touch it.

    Contrast: mean cosine among the rest less the mean cosine between segment and rest, so that a
    foreign paragraph counts however well its own sentences go together.
    """
    count = len(cosines)
    sums = np.zeros((count + 1, count + 1))
    sums[1:, 1:] = cosines.cumsum(axis=0).cumsum(axis=1)
    total = sums[count, count]
    found: list[Segment] = []
    for length in range(1, min(_LONGEST_SEGMENT, count // 2) + 1):
        rest = count - length
        for start in range(count - length + 1):
            end = start + length
            own = sums[end, end] - sums[start, end] - sums[end, start] + sums[start, start]
            rows = sums[end, count] - sums[start, count]
            across = (rows - own) / (length * rest)
            among = (total - 2 * rows + own - rest) / (rest * (rest - 1))
            # One odd sentence is common, an odd paragraph is not.
            found.append(Segment(start, end, float(among - across) * length**0.5))
    best = max(found, key=lambda one: one.contrast)
    apart = [one.contrast for one in found if one.end < best.start or best.end < one.start]
    return best, max(apart, default=0.0)


def _shared(sentences: Sequence[str], inside: npt.NDArray[np.bool_]) -> float:
    """Return the share of the segment's character pairs that the rest has too."""
    own = _pairs([s for s, within in zip(sentences, inside, strict=True) if within])
    rest = _pairs([s for s, within in zip(sentences, inside, strict=True) if not within])
    return len(own & rest) / len(own) if own else 0.0


def _pairs(sentences: Sequence[str]) -> set[str]:
    return neighbours(_NOT_TEXT.sub(" ", " ".join(sentences)))
