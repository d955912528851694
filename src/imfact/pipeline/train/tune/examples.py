"""What the network is shown: an example, its tokens, and batches of like length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from imfact.adapters.classifier.onnx import HEADLINE_TOKENS
from imfact.adapters.text_model import padded

Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

_BATCH_ROWS = 32
# Batches are drawn from so many batches' rows, sorted by length.
_POOL = 24


@dataclass(frozen=True, slots=True)
class Example:
    """One headline; a tactic that is not known is None and not learned from."""

    title: str
    shares: tuple[float, float, float]
    """Share of readings with a score of at least 1, 2, 3."""
    tactic: int | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Arrays of one step; tactic is -1 where unknown."""

    ids: Numbers
    shares: Floats
    tactic: Numbers


class Reader:
    """Turns a headline into token ids, as the adapter does in serving."""

    def __init__(self, tokenizer: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer: Any = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(HEADLINE_TOKENS)

    def ids(self, titles: Sequence[str]) -> list[list[int]]:
        """Return ``<s> headline </s>`` of each, cut to 96 tokens."""
        return [encoding.ids for encoding in self._tokenizer.encode_batch(list(titles))]


def epoch(examples: Sequence[Example], ids: Sequence[Sequence[int]], seed: int) -> Iterator[Batch]:
    """Yield the examples once, shuffled, in batches of like length."""
    random = Random(seed)  # noqa: S311 - an order, no secret
    order = list(range(len(examples)))
    random.shuffle(order)
    size = _POOL * _BATCH_ROWS
    for start in range(0, len(order), size):
        pool = sorted(order[start : start + size], key=lambda row: len(ids[row]))
        batches = [pool[n : n + _BATCH_ROWS] for n in range(0, len(pool), _BATCH_ROWS)]
        random.shuffle(batches)
        for rows in batches:
            yield _batch([examples[n] for n in rows], [ids[n] for n in rows])


def steps_of(count: int) -> int:
    """Return how many batches an epoch of ``count`` examples has."""
    pools, rest = divmod(count, _POOL * _BATCH_ROWS)
    return pools * _POOL + -(-rest // _BATCH_ROWS)


def _batch(examples: Sequence[Example], ids: Sequence[Sequence[int]]) -> Batch:
    return Batch(
        ids=padded(ids),
        shares=np.array([e.shares for e in examples], dtype=np.float32),
        tactic=np.array([-1 if e.tactic is None else e.tactic for e in examples]),
    )
