"""The summariser port, and what a summariser that writes needs of the house: a shelf and a budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
import numpy.typing as npt

from imfact.contracts.assessment import Summary, SummaryFallback
from imfact.kit.errors import TransientError
from imfact.kit.korean import Sentence


class NotWritten(TransientError):
    """The language model gave nothing that can be used; ``reason`` says why, for the reader too."""

    code = "summary_not_written"

    def __init__(self, reason: SummaryFallback, message: str) -> None:
        super().__init__(message, reason=reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Piece:
    """One article to summarise.

    Args:
        title: The headline.
        body: The whole text.
        sentences: The body's sentences in order, as far as they were encoded.
        vectors: float32 (len(sentences), dimension), unit rows.
        written: Whether the text may leave the house and a reply be kept: the source's rights say so.
    """

    title: str
    body: str
    sentences: Sequence[Sentence]
    vectors: npt.NDArray[np.float32]
    written: bool = False


class Summariser(Protocol):
    """Summarises articles; never raises because of an article or of a service that stays away."""

    def summarise(self, pieces: Sequence[Piece]) -> list[Summary | None]:
        """Return one summary of at most three sentences a piece, None where the text is too short."""


class ReplyShelf(Protocol):
    """Replies paid for once. Raises TransientError where the store stays away."""

    def find(self, text_hash: str, variant: str) -> str | None:
        """Return the reply kept of that text under ``variant`` (model and prompt), None if none is."""

    def keep(self, text_hash: str, variant: str, reply: str) -> None:
        """Keep a reply; the first one stays."""


@dataclass(frozen=True, slots=True)
class Reservation:
    """Tokens set aside before a call; ``day`` is the day in UTC whose budget they are of."""

    day: date
    tokens: int


class TokenBudget(Protocol):
    """A day's tokens, shared by all processes. Raises TransientError where the store stays away."""

    def reserve(self, tokens: int) -> Reservation | None:
        """Set ``tokens`` aside; None where the day has not as many left."""

    def settle(self, reservation: Reservation, used: int) -> None:
        """Replace what was set aside by what was used."""
