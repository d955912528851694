"""The classifier port: headlines to uncalibrated logits of the three signals, sentences to places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ClassifierInput:
    """A headline; with its lead, encoder vectors (float32 (384,)) and features, where they are there.

    Match needs ``lead``, ``lead_vector``, ``match_features`` and ``query_vector``, the headline's as a
    query. Features are None where they cannot be measured: no body, or one of too few sentences.
    Those of coherence are of the body's segments, one a row. Style reads the headline alone; only
    of a classifier that ``reads_vectors`` it wants ``title_vector``, and ``lead_vector`` if there is one.
    """

    title: str
    lead: str = ""
    title_vector: Vectors | None = None
    lead_vector: Vectors | None = None
    query_vector: Vectors | None = None
    match_features: Vectors | None = None
    coherence_features: Vectors | None = None


@dataclass(frozen=True, slots=True)
class Logits:
    """One logit an input and signal, float64 (n,); NaN where the signal was not judged.

    A body is as incoherent as its most foreign segment; ``segment`` says which row that was, -1 where
    coherence was not judged.
    """

    style: npt.NDArray[np.float64]
    match: npt.NDArray[np.float64]
    coherence: npt.NDArray[np.float64]
    segment: npt.NDArray[np.int64]


class Classifier(Protocol):
    """A versioned clickbait model; thread-safe."""

    @property
    def version(self) -> str:
        """The registry version."""

    @property
    def features(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the features of "match" and "coherence" it was trained on; empty: not judged."""

    @property
    def reads_vectors(self) -> bool:
        """Whether style reads the vectors of headline and lead, as in versions up to 2026-11-30-v6."""

    def places(self, vectors: Vectors) -> Vectors:
        """Return unit rows in which sentences of one text are near each other, for coherence.

        Those of a model that does not judge coherence are the vectors themselves.
        """

    def logits(self, inputs: Sequence[ClassifierInput]) -> Logits:
        """Return the uncalibrated logits, in the order given."""
