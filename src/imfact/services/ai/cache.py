"""Verdicts that were given lately, by everything that they follow from; nothing here outlives the process."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from imfact.contracts.ai_api import Assessed, AssessItem
from imfact.kit.hashing import sha256_hex, text_hash


@dataclass(frozen=True, slots=True)
class CacheKey:
    """What a verdict follows from.

    ``layout`` tells texts apart that have one text_hash but other offsets, and ``asked`` what was
    asked of them. Vectors that come along change no verdict by more than the encoder's own noise,
    but they bring evidence from the whole body.
    """

    model_version: str
    encoder_version: str
    policy_version: str
    text_hash: str
    layout: str
    asked: tuple[bool, ...]


def key_of(item: AssessItem, versions: tuple[str, str, str], *, reasons: bool) -> CacheKey:
    """Return the key of ``item`` judged by (model, encoder, policy)."""
    layout = sha256_hex(f"{len(item.title)} {item.title}{item.body}".encode("utf-8", "replace"))
    given = item.vectors is not None and item.vectors.encoder_version == versions[1]
    return CacheKey(
        *versions,
        text_hash(item.title, item.body),
        layout,
        (reasons, item.paywalled, item.summarise, given),
    )


class VerdictCache:
    """The last ``capacity`` verdicts, each for at most ``seconds``; thread-safe.

    They age because a summary may have been made while a better summariser was away.
    """

    def __init__(
        self,
        capacity: int,
        seconds: float = 600.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._capacity = capacity
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._entries: OrderedDict[CacheKey, tuple[float, Assessed]] = OrderedDict()

    def get(self, key: CacheKey) -> Assessed | None:
        """Return the verdict of ``key``, None where there is none that is young enough."""
        with self._lock:
            found = self._entries.get(key)
            if found is None:
                return None
            if self._clock() - found[0] > self._seconds:
                del self._entries[key]
                return None
            self._entries.move_to_end(key)
            return found[1]

    def put(self, key: CacheKey, assessed: Assessed) -> None:
        """Keep a verdict; the one unused for longest goes where there is no room."""
        if self._capacity <= 0:
            return
        with self._lock:
            self._entries[key] = (self._clock(), assessed)
            self._entries.move_to_end(key)
            while len(self._entries) > self._capacity:
                self._entries.popitem(last=False)
