"""The classifier port: headlines to uncalibrated logits of the three signals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class ClassifierInput:
    """A headline with its lead (may be empty), their encoder vectors, each float32 (384,), and features.

    Features are None where they cannot be measured: no body, or one of too few sentences.
    """

    title: str
    lead: str
    title_vector: npt.NDArray[np.float32]
    lead_vector: npt.NDArray[np.float32] | None
    match_features: npt.NDArray[np.float32] | None = None
    coherence_features: npt.NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class Logits:
    """One logit an input and signal, float64 (n,); NaN where the signal was not judged."""

    style: npt.NDArray[np.float64]
    match: npt.NDArray[np.float64]
    coherence: npt.NDArray[np.float64]


class Classifier(Protocol):
    """A versioned clickbait model; thread-safe."""

    @property
    def version(self) -> str:
        """The registry version."""

    @property
    def features(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the features of "match" and "coherence" it was trained on; empty: not judged."""

    def logits(self, inputs: Sequence[ClassifierInput]) -> Logits:
        """Return the uncalibrated logits, in the order given."""
