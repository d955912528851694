"""The summariser port."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from imfact.contracts.assessment import Summary
from imfact.kit.korean import Sentence


class Summariser(Protocol):
    """Summarises one article; pure of side effects for the extractive one."""

    def summarise(
        self, title: str, sentences: Sequence[Sentence], vectors: npt.NDArray[np.float32]
    ) -> Summary | None:
        """Return a summary of at most three sentences, None where the text is too short for one.

        Args:
            title: The headline.
            sentences: The body's sentences, in order.
            vectors: float32 (len(sentences), dimension), unit rows.
        """
