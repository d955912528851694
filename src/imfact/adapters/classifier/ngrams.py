"""Hashed character n-grams of a headline: the words' surface, shared by training and serving.

The headline is NFKC-normalised, lower-cased, its white space folded to one space and one space put
at each end. Each run of ``shortest`` to ``longest`` characters, as UTF-8, falls into the bucket
``crc32(run) mod (buckets - 1) + 1``; bucket 0 is padding. A bucket's value is ``1 + ln(count)``.
Weighting by rarity and scaling to unit length belong to the model, not here.
"""

from __future__ import annotations

import math
import unicodedata
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

Ids = npt.NDArray[np.int64]
Values = npt.NDArray[np.float32]

_MOST_CHARACTERS = 300


class NgramForm(BaseModel):
    """``tokenizer/tokenizer.json`` of a clickbait version: how a headline becomes buckets."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["hashed_character_ngrams"] = "hashed_character_ngrams"
    hash: Literal["crc32"] = "crc32"
    shortest: int = Field(default=1, ge=1)
    longest: int = Field(default=4, ge=1, le=8)
    buckets: int = Field(default=131_072, ge=2)


@dataclass(frozen=True, slots=True)
class Grams:
    """Buckets of headlines, each (headlines, longest row), padded with bucket 0 of value 0."""

    ids: Ids
    values: Values
    carried: Values
    """1 where the lead has a run of the bucket, as the headline writes it."""


def headline_buckets(title: str, form: NgramForm) -> dict[int, float]:
    """Return bucket → value; never empty, as the spaces at the ends are characters too."""
    counts: Counter[int] = Counter()
    for run, count in _runs(title, form).items():
        counts[_bucket(run, form)] += count
    return {bucket: 1.0 + math.log(count) for bucket, count in counts.items()}


def gram_arrays(titles: Sequence[str], leads: Sequence[str], form: NgramForm) -> Grams:
    """Return the buckets of ``titles`` and which of them their ``leads`` carry; an empty lead: none."""
    rows = [headline_buckets(title, form) for title in titles]
    width = max((len(row) for row in rows), default=1)
    ids = np.zeros((len(rows), width), dtype=np.int64)
    values, carried = (np.zeros((len(rows), width), dtype=np.float32) for _ in range(2))
    for number, (row, title, lead) in enumerate(zip(rows, titles, leads, strict=True)):
        ids[number, : len(row)] = list(row.keys())
        values[number, : len(row)] = list(row.values())
        if lead:
            text = f" {_folded(lead)} "
            there = {_bucket(run, form) for run in _runs(title, form) if run in text}
            carried[number, : len(row)] = [bucket in there for bucket in row]
    return Grams(ids, values, carried)


def _runs(title: str, form: NgramForm) -> Counter[str]:
    text = f" {_folded(title)[:_MOST_CHARACTERS]} "
    return Counter(
        text[start : start + length]
        for length in range(form.shortest, form.longest + 1)
        for start in range(len(text) - length + 1)
    )


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def _bucket(run: str, form: NgramForm) -> int:
    return zlib.crc32(run.encode("utf-8", "replace")) % (form.buckets - 1) + 1
