"""Typed client of the AI service: assess and embed; not for judging in-process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from imfact.clients.transport import ServiceConnection
from imfact.contracts.ai_api import (
    AssessBatch,
    AssessedBatch,
    EmbedBatch,
    EmbeddedBatch,
    unpack_vectors,
)
from imfact.contracts.public_api import Health, Method
from imfact.kit.errors import ContractError


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors, one unit row a text in the order sent, and the encoder that made them."""

    encoder_version: str
    vectors: npt.NDArray[np.float32]


class AiClient:
    """The AI service as seen from gateway and stages; thread-safe, blocks."""

    def __init__(self, connection: ServiceConnection) -> None:
        self._connection = connection

    def assess(self, batch: AssessBatch) -> AssessedBatch:
        """Judge up to 256 headlines; one verdict an item, in the order sent.

        Raises:
            BackendUnavailable: the service does not answer, after retries.
        """
        return self._connection.call("POST", "/v1/assess", AssessedBatch, body=batch)

    def embed(self, texts: Sequence[str], kind: Literal["query", "passage"]) -> Embedded:
        """Return one vector a text, at most 256.

        Raises:
            BackendUnavailable: the service does not answer, after retries.
        """
        batch = EmbedBatch(texts=tuple(texts), kind=kind)
        answer = self._connection.call("POST", "/v1/embed", EmbeddedBatch, body=batch)
        vectors = unpack_vectors(answer.vectors, answer.dimension)
        if len(vectors) != len(texts):
            raise ContractError(
                "The AI service gave another number of vectors than texts.",
                texts=len(texts),
                vectors=len(vectors),
            )
        return Embedded(answer.encoder_version, vectors)

    def method(self) -> Method:
        """Return what the verdicts in force rest on.

        Raises:
            BackendUnavailable: the service does not answer, after retries.
        """
        return self._connection.call("GET", "/v1/method", Method)

    def health(self) -> Health:
        """Return which versions judge, and what is asked for but refused.

        Raises:
            BackendUnavailable: the service does not answer or is not ready, after retries.
        """
        return self._connection.call("GET", "/health", Health)

    def close(self) -> None:
        """Release the connections."""
        self._connection.close()
