"""features/summaries/: replies of language models by text, and what they cost a day; not the summaries.

A kept reply holds words of its article: ``imfact takedown`` removes it with the article.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Collection
from datetime import UTC, date

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from imfact.adapters.summariser.port import Reservation
from imfact.kit.clock import Clock
from imfact.kit.errors import BackendUnavailable
from imfact.lake import keys
from imfact.store.objects import ObjectChanged, ObjectNotFound, ObjectStore

# With eight threads in each of a few processes, a change that lost twenty times is no bad luck.
_TRIES = 20


class KeptReply(BaseModel):
    """``features/summaries/{text_hash}.{variant}.json``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    reply: str


class SpentTokens(BaseModel):
    """``_logs/tokens/YYYY-MM-DD.json``: tokens spent or set aside on one day in UTC, and calls."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    tokens: int = Field(default=0, ge=0)
    calls: int = Field(default=0, ge=0)


class LakeReplies:
    """``ReplyShelf`` in the lake."""

    def __init__(self, lake: ObjectStore) -> None:
        self._lake = lake

    def find(self, text_hash: str, variant: str) -> str | None:
        """See the port. A broken record is none."""
        try:
            data = self._lake.get(keys.summary_reply(text_hash, variant))
            return KeptReply.model_validate_json(data).reply
        except (ObjectNotFound, ValidationError):
            return None

    def keep(self, text_hash: str, variant: str, reply: str) -> None:
        """See the port."""
        data = KeptReply(reply=reply).model_dump_json().encode()
        self._lake.put_if_absent(keys.summary_reply(text_hash, variant), data)


class DailyTokens:
    """``TokenBudget`` in the lake, by compare-and-set: many processes, one count.

    Args:
        lake: Holds one record a day.
        limit: Tokens a day.
        clock: Says which day it is, in UTC.
        sleep: Waits before a change that lost is tried again.
    """

    def __init__(
        self,
        lake: ObjectStore,
        limit: int,
        clock: Clock,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._lake = lake
        self._limit = limit
        self._clock = clock
        self._sleep = sleep

    def reserve(self, tokens: int) -> Reservation | None:
        """See the port."""
        day = self._clock().astimezone(UTC).date()
        return Reservation(day, tokens) if self._change(day, tokens, 1) else None

    def settle(self, reservation: Reservation, used: int) -> None:
        """See the port."""
        self._change(reservation.day, used - reservation.tokens, 0)

    def spent(self, day: date) -> SpentTokens:
        """Return what ``day`` cost so far."""
        return _parsed(self._present(day), day)

    def _change(self, day: date, tokens: int, calls: int) -> bool:
        """Add to the day's count; False where that would exceed the limit."""
        for _ in range(_TRIES):
            present = self._present(day)
            spent = _parsed(present, day)
            # What was used is written whatever the limit: it is a fact.
            if calls and spent.tokens + tokens > self._limit:
                return False
            after = SpentTokens(tokens=max(0, spent.tokens + tokens), calls=spent.calls + calls)
            try:
                data = after.model_dump_json().encode()
                self._lake.compare_and_set(keys.spent_tokens(day), present, data)
            except ObjectChanged:
                self._sleep(random.uniform(0.005, 0.05))  # noqa: S311 - spreads load, hides nothing
            else:
                return True
        raise BackendUnavailable("The day's count of tokens changes faster than we can write it.")

    def _present(self, day: date) -> bytes | None:
        try:
            return self._lake.get(keys.spent_tokens(day))
        except ObjectNotFound:
            return None


def remove_replies(lake: ObjectStore, text_hashes: Collection[str]) -> int:
    """Delete the replies to these texts; return how many there were."""
    gone = 0
    for key in lake.keys(keys.SUMMARIES) if text_hashes else ():
        if key.rsplit("/", 1)[1].split(".")[0] in text_hashes:
            lake.delete(key)
            gone += 1
    return gone


def _parsed(data: bytes | None, day: date) -> SpentTokens:
    try:
        return SpentTokens() if data is None else SpentTokens.model_validate_json(data)
    except ValidationError as exc:
        raise BackendUnavailable(
            f"{keys.spent_tokens(day)} in the lake is not readable, so nothing more is spent; delete it."
        ) from exc
