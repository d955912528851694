"""The service behind the HTTP side: cache, canary, batches and shadow put together. No HTTP here."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from imfact.adapters.encoder.port import Vectors
from imfact.contracts.ai_api import Assessed, AssessItem
from imfact.kit.clock import Clock, utc_now
from imfact.services.ai.batching import Batcher, BatchLimits
from imfact.services.ai.cache import CacheKey, VerdictCache, key_of
from imfact.services.ai.engine import ENCODED_CHARACTERS, JudgingEngine
from imfact.services.ai.holder import ModelHolder
from imfact.services.ai.shadow import Shadow

Kind = Literal["query", "passage"]
_CACHED = 4_096


@dataclass(frozen=True, slots=True)
class _Judging:
    """What a batch of headlines has in common."""

    engine: JudgingEngine
    reasons: bool


@dataclass(frozen=True, slots=True)
class _Encoding:
    """What a batch of texts has in common."""

    engine: JudgingEngine
    kind: Kind


class JudgingService:
    """Answers requests by the engines that ``holder`` holds; each request by one state of it.

    Args:
        holder: Gives the engines in force.
        limits: Of each queue.
        cache: Of verdicts.
        shadow: Has a candidate judge behind; None where nothing logs it.
        clock: Gives the time at which a cached verdict is given again.
    """

    def __init__(
        self,
        holder: ModelHolder,
        *,
        limits: BatchLimits | None = None,
        cache: VerdictCache | None = None,
        shadow: Shadow | None = None,
        clock: Clock = utc_now,
    ) -> None:
        limits = limits or BatchLimits()
        self.holder = holder
        self.counters = holder.counters
        self._cache = cache or VerdictCache(_CACHED)
        self._shadow = shadow
        self._clock = clock
        self._judging: Batcher[_Judging, AssessItem, Assessed] = Batcher(
            _judge, limits, self.counters
        )
        # A language model takes seconds to write: who wants no summary must not wait for one.
        self._summarising: Batcher[_Judging, AssessItem, Assessed] = Batcher(
            _judge, limits, self.counters
        )
        # A queue of its own: a reader's query must not wait behind a batch of articles.
        self._encoding: Batcher[_Encoding, str, Vectors] = Batcher(_encode, limits, self.counters)

    async def assess(
        self, items: Sequence[AssessItem], *, reasons: bool = True
    ) -> tuple[Assessed, ...]:
        """Return one verdict an item, in the order given.

        Raises:
            NotReady: no model has answered its golden inputs yet.
            QueueFull: too much waits already.
            ContractError: vectors were given that do not fit the encoder.
        """
        serving = self.holder.serving
        judges = [serving.judge_of(item.url_hash) for item in items]
        keys = [
            key_of(item, _versions(judge), reasons=reasons)
            for item, judge in zip(items, judges, strict=True)
        ]
        found = [self._cached(key) for key in keys]
        missing = [n for n, assessed in enumerate(found) if assessed is None]
        self.counters.count(cache_hits=len(items) - len(missing), cache_misses=len(missing))
        for (judge, summarise), places in _alike(items, judges, missing).items():
            wanted = [items[n] for n in places]
            queue = self._summarising if summarise else self._judging
            future = queue.submit(
                _Judging(judge, reasons), wanted, [_length(item) for item in wanted]
            )
            answers = await asyncio.wrap_future(future)
            for n, assessed in zip(places, answers, strict=True):
                found[n] = assessed
                self._cache.put(keys[n], assessed)
            shadow = serving.shadow
            if self._shadow is not None and shadow is not None and judge is serving.current:
                self._shadow.compare(shadow, wanted, answers)
        return tuple(assessed for assessed in found if assessed is not None)

    async def embed(self, texts: Sequence[str], kind: Kind) -> tuple[str, int, list[Vectors]]:
        """Return the encoder's version, its dimension and one row a text. Raises NotReady or QueueFull."""
        engine = self.holder.serving.current
        future = self._encoding.submit(_Encoding(engine, kind), texts, [len(t) for t in texts])
        return engine.encoder_version, engine.dimension, await asyncio.wrap_future(future)

    def close(self) -> None:
        """Finish what waits."""
        self._judging.close()
        self._summarising.close()
        self._encoding.close()
        if self._shadow is not None:
            self._shadow.close()

    def _cached(self, key: CacheKey) -> Assessed | None:
        """Return a verdict given before, as of now: so the newest verdict is that in force."""
        found = self._cache.get(key)
        if found is None:
            return None
        now = found.assessment.model_copy(update={"judged_at": self._clock()})
        return found.model_copy(update={"assessment": now})


def _judge(key: _Judging, items: Sequence[AssessItem]) -> Sequence[Assessed]:
    return key.engine.assess(items, reasons=key.reasons)


def _encode(key: _Encoding, texts: Sequence[str]) -> Sequence[Vectors]:
    return list(key.engine.embed(texts, key.kind))


def _versions(engine: JudgingEngine) -> tuple[str, str, str]:
    return engine.model_version, engine.encoder_version, engine.policy_version


def _alike(
    items: Sequence[AssessItem], judges: Sequence[JudgingEngine], places: Sequence[int]
) -> dict[tuple[JudgingEngine, bool], list[int]]:
    """Return the places of the same engine that want a summary, or want none."""
    grouped: dict[tuple[JudgingEngine, bool], list[int]] = {}
    for place in places:
        grouped.setdefault((judges[place], items[place].summarise), []).append(place)
    return grouped


def _length(item: AssessItem) -> int:
    """Return about how many characters will be encoded: next to none where vectors came along."""
    if item.vectors is not None:
        return 0
    return len(item.title) + min(len(item.body), ENCODED_CHARACTERS)
