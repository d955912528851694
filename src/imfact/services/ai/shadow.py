"""The shadow: a candidate judges what the current version judged, behind the readers' backs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import structlog

from imfact.contracts.ai_api import Assessed, AssessItem
from imfact.kit.clock import Clock, utc_now
from imfact.kit.errors import ImfactError
from imfact.lake.shadow import ShadowScore
from imfact.services.ai.counters import Counters
from imfact.services.ai.engine import JudgingEngine

WriteScores = Callable[[Sequence[ShadowScore]], object]
"""Keeps scores of one candidate."""

_BACKLOG = 512
_ROWS_A_PART = 200
_PART_SECONDS = 30.0

_log = structlog.get_logger(__name__)


class Shadow:
    """Judges again in a thread of its own and logs both scores; never delays or fails an answer.

    Where it falls behind it leaves headlines out and counts them.
    """

    def __init__(self, write: WriteScores, counters: Counters, clock: Clock = utc_now) -> None:
        self._write = write
        self._counters = counters
        self._clock = clock
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="imfact-shadow")
        self._lock = threading.Lock()
        self._waiting = 0
        self._closed = False
        # Touched by the one thread of the executor, and by ``close`` when that has ended.
        self._scores: list[ShadowScore] = []

    def compare(
        self,
        candidate: JudgingEngine,
        items: Sequence[AssessItem],
        answers: Sequence[Assessed],
    ) -> None:
        """Have ``candidate`` judge what got these answers; returns at once."""
        with self._lock:
            if self._closed or self._waiting + len(items) > _BACKLOG:
                self._counters.count(shadow_dropped=len(items))
                return
            self._waiting += len(items)
            self._executor.submit(self._judge, candidate, tuple(items), tuple(answers))

    def close(self) -> None:
        """Judge what waits and write what is not written yet; nothing can be compared any more."""
        with self._lock:
            self._closed = True
        self._executor.shutdown(wait=True)
        self._flush()

    def _judge(
        self,
        candidate: JudgingEngine,
        items: Sequence[AssessItem],
        answers: Sequence[Assessed],
    ) -> None:
        try:
            # Nobody reads its summaries; they would only cost.
            bare = [item.model_copy(update={"summarise": False}) for item in items]
            judged = candidate.assess(bare, reasons=False)
            for item, said, other in zip(items, answers, judged, strict=True):
                now, would = said.assessment, other.assessment
                self._scores.append(
                    ShadowScore(
                        url_hash=item.url_hash,
                        text_hash=now.versions.text_hash,
                        current=now.versions.model_version,
                        current_p=now.p_clickbait,
                        current_band=now.band,
                        candidate=would.versions.model_version,
                        candidate_p=would.p_clickbait,
                        candidate_band=would.band,
                        judged_at=would.judged_at,
                    )
                )
            self._counters.count(shadow_scores=len(items))
            if self._is_due():
                self._flush()
        except Exception as exc:  # noqa: BLE001 - a candidate is on trial: whatever it does, readers go on
            _log.warning("shadow_failed", model=candidate.model_version, reason=str(exc))
        finally:
            with self._lock:
                self._waiting -= len(items)

    def _is_due(self) -> bool:
        if not self._scores:
            return False
        age = (self._clock() - self._scores[0].judged_at).total_seconds()
        return len(self._scores) >= _ROWS_A_PART or age >= _PART_SECONDS

    def _flush(self) -> None:
        """Write each candidate's scores; what cannot be written is dropped, it is only a trial."""
        scores, self._scores = self._scores, []
        for candidate in sorted({score.candidate for score in scores}):
            try:
                self._write([score for score in scores if score.candidate == candidate])
            except ImfactError as exc:
                _log.warning("shadow_not_written", code=exc.code, reason=exc.message)
