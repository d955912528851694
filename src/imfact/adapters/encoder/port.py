"""The encoder port: texts to unit vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Encoder(Protocol):
    """A frozen, versioned sentence encoder; thread-safe."""

    @property
    def version(self) -> str:
        """The registry version of the encoder, stored with each vector."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def encode(
        self, texts: Sequence[str], kind: Literal["query", "passage"] = "passage"
    ) -> Vectors:
        """Return float32 (len(texts), dimension), rows of unit length, in the order given.

        Texts beyond the encoder's window (512 tokens) are cut. An empty text gives a valid vector.
        """
