"""The classifier port: headlines to uncalibrated logits of clickbait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class ClassifierInput:
    """A headline with its lead (may be empty) and their encoder vectors, each float32 (384,)."""

    title: str
    lead: str
    title_vector: npt.NDArray[np.float32]
    lead_vector: npt.NDArray[np.float32] | None


class Classifier(Protocol):
    """A versioned clickbait model; thread-safe."""

    @property
    def version(self) -> str:
        """The registry version."""

    def logits(self, inputs: Sequence[ClassifierInput]) -> npt.NDArray[np.float64]:
        """Return one uncalibrated logit an input, in the order given."""
