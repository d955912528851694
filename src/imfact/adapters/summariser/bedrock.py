"""Summaries that a model on Amazon Bedrock writes, checked, and picked from the text where it cannot.

Every way of failing ends in an extractive summary that says why; no article fails for its summary.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from imfact.adapters.summariser.checks import Ground, fault_of_sentences, fault_of_title
from imfact.adapters.summariser.converse import Converse
from imfact.adapters.summariser.extractive import enough_to_tell, extract
from imfact.adapters.summariser.orders import speaks_to_a_model
from imfact.adapters.summariser.port import NotWritten, Piece, ReplyShelf, TokenBudget
from imfact.adapters.summariser.prompt import Prompt
from imfact.contracts.assessment import Summary
from imfact.kit.errors import ConflictError, TransientError
from imfact.kit.hashing import sha256_hex, text_hash

_log = structlog.get_logger(__name__)

# Together below the thirty seconds that clients of the AI service wait for a batch.
BATCH_SECONDS = 15.0
_AT_ONCE = 8
# Reasons that somebody must look into; the others pass or lie with one article.
_LASTING = ("misconfigured", "budget")


class WrittenReply(BaseModel):
    """The JSON object that the prompt asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    sentences: tuple[str, ...]
    title: str | None = None


class BedrockSummariser:
    """Asks the model for pieces that may leave the house; the others, and what fails, are extracted.

    Args:
        model: Asked.
        prompt: With what it is asked.
        shelf: Keeps replies by text, model and prompt, so that none is paid for twice.
        budget: The day's tokens.
        batch_seconds: After so long no further question of a batch is begun.
        monotonic: Gives the time, the same as the model's.
    """

    def __init__(
        self,
        model: Converse,
        prompt: Prompt,
        shelf: ReplyShelf,
        budget: TokenBudget,
        *,
        batch_seconds: float = BATCH_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._model = model
        self._prompt = prompt
        self._shelf = shelf
        self._budget = budget
        self._batch_seconds = batch_seconds
        self._monotonic = monotonic
        self._variant = sha256_hex(f"{prompt.version} {model.model_id}".encode())[:12]

    def summarise(self, pieces: Sequence[Piece]) -> list[Summary | None]:
        """See the port."""
        picked = [extract(piece) for piece in pieces]
        deadline = self._monotonic() + self._batch_seconds
        # One text is asked for once, and one too short to pick from is too short to summarise.
        keys = [
            text_hash(piece.title, piece.body)
            if piece.written and enough_to_tell(piece.body)
            else None
            for piece in pieces
        ]
        asked: dict[str, Future[Summary]] = {}
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            for piece, key in zip(pieces, keys, strict=True):
                if key is not None and key not in asked:
                    asked[key] = threads.submit(self._write, piece, key, deadline)
        return [
            summary if key is None else _or_picked(asked[key], summary)
            for key, summary in zip(keys, picked, strict=True)
        ]

    def _write(self, piece: Piece, key: str, deadline: float) -> Summary:
        """Return the model's summary. Raises NotWritten."""
        if speaks_to_a_model(piece.title) or speaks_to_a_model(piece.body):
            raise NotWritten("orders_in_article", "The text speaks to language models.")
        try:
            reply = self._shelf.find(key, self._variant)
        except TransientError as exc:
            raise NotWritten("unavailable", "The store of replies does not answer.") from exc
        if reply is None:
            reply = self._ask(piece, deadline)
            self._keep(key, reply)
        return self._checked(reply, piece)

    def _ask(self, piece: Piece, deadline: float) -> str:
        if self._monotonic() >= deadline:
            raise NotWritten("late", "The batch has no time left.")
        message = self._prompt.message(piece)
        try:
            reservation = self._budget.reserve(self._prompt.tokens_at_most(message))
        except (TransientError, ConflictError) as exc:
            # Without the store nobody knows what is spent, so nothing more is.
            raise NotWritten("unavailable", "The store of the budget does not answer.") from exc
        if reservation is None:
            raise NotWritten("budget", "The day's tokens are spent.")
        # What is not known to be unspent counts as spent: a time-out, an error of ours.
        used = reservation.tokens
        try:
            reply = self._model.ask(self._prompt, message, deadline)
            used = reply.tokens or used
        except NotWritten as exc:
            used = used if exc.reason == "timeout" else 0
            raise
        finally:
            if used != reservation.tokens:
                try:
                    self._budget.settle(reservation, used)
                except (TransientError, ConflictError) as exc:
                    _log.warning("budget_not_settled", tokens=reservation.tokens, error=exc.code)
        return reply.text

    def _keep(self, key: str, reply: str) -> None:
        try:
            self._shelf.keep(key, self._variant, reply)
        except TransientError as exc:
            _log.warning("reply_not_kept", text_hash=key, error=exc.code)

    def _checked(self, text: str, piece: Piece) -> Summary:
        """Return the reply as a summary. A kept one is checked too: checks grow stricter."""
        try:
            reply = WrittenReply.model_validate_json(_unfenced(text))
        except ValidationError as exc:
            raise NotWritten("unusable_reply", "The reply is not the JSON asked for.") from exc
        ground = Ground.of(piece.title, piece.body)
        fault = fault_of_sentences(reply.sentences, ground)
        if fault is not None:
            raise NotWritten(fault, "The reply fails a check.")
        title = reply.title
        if title is not None and fault_of_title(title, ground) is not None:
            title = None
        return Summary(
            method="bedrock",
            sentences=reply.sentences,
            spans=(),
            model_id=self._model.model_id,
            prompt_version=self._prompt.version,
            suggested_title=title,
        )


def _or_picked(written: Future[Summary], picked: Summary | None) -> Summary | None:
    try:
        return written.result()
    except NotWritten as exc:
        level = _log.warning if exc.reason in _LASTING else _log.info
        level("summary_not_written", reason=exc.reason, detail=exc.message)
        return picked and picked.model_copy(update={"fallback_reason": exc.reason})


def _unfenced(text: str) -> str:
    """Return the reply without the code fence that models put around JSON, asked or not."""
    stripped = text.strip()
    if stripped.startswith("```") and stripped.endswith("```"):
        stripped = stripped.removeprefix("```").removesuffix("```").removeprefix("json").strip()
    return stripped
