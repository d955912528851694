"""Bodies of the AI service's API, /v1: judge, embed; private to the house."""

from __future__ import annotations

import base64
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from imfact.contracts.assessment import Assessment, Summary
from imfact.kit.ids import URL_HASH_PATTERN

_IN = ConfigDict(frozen=True, extra="forbid")
_OUT = ConfigDict(frozen=True)

PackedVectors = Annotated[
    str, Field(description="base64 of little-endian float32 rows of unit length")
]


def pack_vectors(vectors: npt.NDArray[np.float32]) -> str:
    """Return ``vectors`` (n, dimension) as base64 of little-endian float32."""
    return base64.b64encode(np.ascontiguousarray(vectors, dtype="<f4").tobytes()).decode("ascii")


def unpack_vectors(packed: str, dimension: int) -> npt.NDArray[np.float32]:
    """Return the (n, dimension) float32 array. Raises ValueError if the bytes do not divide."""
    return np.frombuffer(base64.b64decode(packed, validate=True), dtype="<f4").reshape(
        -1, dimension
    )


class GivenVectors(BaseModel):
    """Vectors made earlier by the encoder version named, so that nothing is encoded twice.

    ``title`` and ``lead`` hold one row each, ``sentences`` one row a sentence of
    ``kit.korean.split_sentences(body)`` as far as they were encoded.
    """

    model_config = _IN

    encoder_version: str
    title: PackedVectors
    lead: PackedVectors | None
    sentences: PackedVectors


class AssessItem(BaseModel):
    """One headline to judge."""

    model_config = _IN

    title: str = Field(min_length=1)
    body: str = ""
    paywalled: bool = False
    summarise: bool = False
    written: bool = False
    """Whether the text may go to the language model, where one is configured, and its reply be kept."""
    vectors: GivenVectors | None = None
    url_hash: str | None = Field(default=None, pattern=URL_HASH_PATTERN)
    """Whose headline it is; decides whether the canary judges it. Without it, the current version does."""


class AssessBatch(BaseModel):
    """POST /v1/assess."""

    model_config = _IN

    items: tuple[AssessItem, ...] = Field(max_length=256)
    reasons: bool = True


class Assessed(BaseModel):
    """The verdict of one item, and its summary where one was asked for and possible."""

    model_config = _OUT

    assessment: Assessment
    summary: Summary | None


class AssessedBatch(BaseModel):
    """One verdict an item, in the order sent."""

    model_config = _OUT

    items: tuple[Assessed, ...]


class EmbedBatch(BaseModel):
    """POST /v1/embed."""

    model_config = _IN

    texts: tuple[str, ...] = Field(max_length=256)
    kind: Literal["query", "passage"]


class EmbeddedBatch(BaseModel):
    """``vectors`` holds one row a text."""

    model_config = _OUT

    encoder_version: str
    dimension: int
    vectors: PackedVectors
