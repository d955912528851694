"""The segments of several bodies, measured together. What is foreign is the model's to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from imfact.adapters.classifier.port import Classifier, Vectors
from imfact.judge.coherence import Measured, Segment, measure_segments
from imfact.judge.reading import text_to_encode
from imfact.kit.korean import Sentence


@dataclass(frozen=True, slots=True)
class Body:
    """The sentences of a body, all that tell something, with their vectors and the headline's."""

    sentences: Sequence[Sentence]
    vectors: Vectors
    title_vector: Vectors


def measured_bodies(classifier: Classifier, bodies: Sequence[Body | None]) -> list[Measured | None]:
    """Return what is measured of each; None where there is no body, or coherence is not judged."""
    found: list[Measured | None] = [None] * len(bodies)
    whole = [(number, body) for number, body in enumerate(bodies) if body and body.sentences]
    if not whole or "coherence" not in classifier.features:
        return found
    rows = [np.vstack([body.title_vector[None], body.vectors]) for _, body in whole]
    ends = np.cumsum([len(own) for own in rows])[:-1]
    # One call for all: most bodies are short.
    places = np.split(classifier.places(np.vstack(rows)), ends)
    for (number, body), own in zip(whole, places, strict=True):
        texts = [text_to_encode(sentence) for sentence in body.sentences]
        found[number] = measure_segments(texts, body.vectors, body.title_vector, own)
    return found


def chosen_segment(measured: Measured | None, number: int) -> Segment | None:
    """Return the segment that the model named by its row, None where it named none."""
    return None if measured is None or number < 0 else measured.segment(number)
