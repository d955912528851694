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


def headline_buckets(title: str, form: NgramForm) -> dict[int, float]:
    """Return bucket → value; never empty, as the spaces at the ends are characters too."""
    folded = " ".join(unicodedata.normalize("NFKC", title).lower().split())
    text = f" {folded[:_MOST_CHARACTERS]} "
    counts = Counter(
        zlib.crc32(text[start : start + length].encode("utf-8", "replace")) % (form.buckets - 1) + 1
        for length in range(form.shortest, form.longest + 1)
        for start in range(len(text) - length + 1)
    )
    return {bucket: 1.0 + math.log(count) for bucket, count in counts.items()}


def ngram_arrays(titles: Sequence[str], form: NgramForm) -> tuple[Ids, Values]:
    """Return ids and values, both (len(titles), longest row), padded with bucket 0 of value 0."""
    rows = [headline_buckets(title, form) for title in titles]
    width = max((len(row) for row in rows), default=1)
    ids = np.zeros((len(rows), width), dtype=np.int64)
    values = np.zeros((len(rows), width), dtype=np.float32)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = list(row.keys())
        values[number, : len(row)] = list(row.values())
    return ids, values
