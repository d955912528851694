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
    """A headline with its lead (may be empty), their encoder vectors, each float32 (384,), and features.

    ``query_vector`` is the headline's as a query: what match compares with the lead. It goes with
    ``match_features``; without them it is not needed. Features are None where they cannot be
    measured: no body, or one of too few sentences. Those of coherence are of the body's segments,
    one a row.
    """

    title: str
    lead: str
    title_vector: Vectors
    lead_vector: Vectors | None
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

    def places(self, vectors: Vectors) -> Vectors:
        """Return unit rows in which sentences of one text are near each other, for coherence.

        Those of a model that does not judge coherence are the vectors themselves.
        """

    def logits(self, inputs: Sequence[ClassifierInput]) -> Logits:
        """Return the uncalibrated logits, in the order given."""
