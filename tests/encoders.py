"""Small real implementations of the encoder and classifier ports, for tests that need no model.

Vectors count hashed character pairs, so texts that share words are near each other; the logit
counts marks. Both remember what they were asked, so that "encoded once" can be tested.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import numpy as np

from imfact.adapters.classifier.port import ClassifierInput, Logits
from imfact.adapters.encoder.port import Vectors


class PairEncoder:
    """Character pairs hashed into 384 places; a query and a passage differ in one of them."""

    def __init__(self, version: str = "2026-11-23-v1", dimension: int = 384) -> None:
        self.version = version
        self.dimension = dimension
        self.asked: list[tuple[str, str]] = []

    def encode(
        self, texts: Sequence[str], kind: Literal["query", "passage"] = "passage"
    ) -> Vectors:
        self.asked += [(kind, text) for text in texts]
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[0] = 1.0 if kind == "query" else 0.5
            for pair in pairwise(text):
                row[1 + zlib.crc32("".join(pair).encode()) % (self.dimension - 1)] += 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


class CloseEncoder(PairEncoder):
    """Cosines lie where the real encoder's do: unlike texts at .86 or more."""

    def encode(
        self, texts: Sequence[str], kind: Literal["query", "passage"] = "passage"
    ) -> Vectors:
        rows = super().encode(texts, kind)
        rows[:, 0] += 2.45
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


class MarkClassifier:
    """A logit that grows with the marks of a headline."""

    def __init__(self, version: str = "2026-11-24-v1") -> None:
        self.version = version
        self.seen: list[ClassifierInput] = []

        self.features: dict[str, tuple[str, ...]] = {}
        self.reads_vectors = False

    def places(self, vectors: Vectors) -> Vectors:
        return vectors

    def logits(self, inputs: Sequence[ClassifierInput]) -> Logits:
        self.seen += inputs
        style = np.array([sum(one.title.count(mark) for mark in "?!…") - 1.0 for one in inputs])
        missing = np.full(len(inputs), np.nan)
        return Logits(style, missing, missing, np.full(len(inputs), -1, dtype=np.int64))


def no_spans(text: str) -> list[tuple[int, int]]:
    """Nothing to leave out, where a test counts what is encoded."""
    return []


def word_spans(text: str) -> list[tuple[int, int]]:
    """Words, where no dictionary is needed."""
    return [match.span() for match in re.finditer(r"\S+", text)]
