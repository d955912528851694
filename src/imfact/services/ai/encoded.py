"""Texts with their vectors, each encoded once. Not for vectors that came with an item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np

from imfact.adapters.encoder.port import Encoder, Vectors


class Encoded:
    """Texts encoded, each once: as passages, headlines too, unless they are asked with."""

    def __init__(
        self,
        encoder: Encoder,
        texts: Iterable[str],
        kind: Literal["query", "passage"] = "passage",
    ) -> None:
        unique = list(dict.fromkeys(texts))
        self._places = {text: row for row, text in enumerate(unique)}
        empty = np.empty((0, encoder.dimension), dtype=np.float32)
        self._vectors = encoder.encode(unique, kind) if unique else empty

    def rows(self, texts: Sequence[str]) -> Vectors:
        """Return the rows of ``texts``."""
        places = np.array([self._places[text] for text in texts], dtype=np.intp)
        return self._vectors[places]
