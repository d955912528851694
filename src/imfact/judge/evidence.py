"""Which sentences of the body stand nearest to the headline and farthest from it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from imfact.contracts.assessment import Reason, ReasonKind
from imfact.judge.words import EVIDENCE_NOTES
from imfact.kit.korean import Sentence, tells


def sentence_evidence(
    title_vector: npt.NDArray[np.float32],
    sentences: Sequence[Sentence],
    vectors: npt.NDArray[np.float32],
) -> list[Reason]:
    """Return the most related sentence and, where there are two, the least related one.

    Captions, bylines and fragments are passed over; only sentences that have a vector count.
    """
    told = [
        number for number, sentence in enumerate(sentences[: len(vectors)]) if tells(sentence.text)
    ]
    if not told:
        return []
    cosines = vectors[told] @ title_vector
    nearest, farthest = int(np.argmax(cosines)), int(np.argmin(cosines))
    reasons = [_reason("supporting", sentences[told[nearest]], float(cosines[nearest]))]
    if farthest != nearest:
        reasons.append(
            _reason("least_related", sentences[told[farthest]], float(cosines[farthest]))
        )
    return reasons


def _reason(kind: ReasonKind, sentence: Sentence, cosine: float) -> Reason:
    note_ko, note_en = EVIDENCE_NOTES[kind]
    return Reason(
        kind=kind,
        where="body",
        text=sentence.text,
        start=sentence.start,
        end=sentence.end,
        signal="match",
        weight=round(cosine, 4),
        note_ko=note_ko,
        note_en=note_en,
    )
