"""Micro-batches: what many requests ask for is done together, off the event loop, within a bound."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future, InvalidStateError, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from imfact.kit.errors import TransientError
from imfact.services.ai.counters import Counters

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")
Answer = TypeVar("Answer")


class QueueFull(TransientError):
    """Too much waits already; come back later."""

    code = "queue_full"


@dataclass(frozen=True, slots=True)
class BatchLimits:
    """How much is done at once, how long the first waits for company, how much may wait."""

    most: int = 8
    wait_seconds: float = 0.004
    capacity: int = 1_024


class _Request(Generic[Key, Item, Answer]):
    """The items of one caller; done when the last of them is."""

    def __init__(self, key: Key, items: Sequence[Item]) -> None:
        self.key = key
        self.items = items
        self.future: Future[list[Answer]] = Future()
        self._answers: dict[int, Answer] = {}

    def answer(self, place: int, answer: Answer) -> None:
        self._answers[place] = answer
        if len(self._answers) == len(self.items):
            # Whoever asked may give up at any moment.
            with suppress(InvalidStateError):
                self.future.set_result([self._answers[n] for n in range(len(self.items))])

    def fail(self, error: Exception) -> None:
        with suppress(InvalidStateError):
            self.future.set_exception(error)


@dataclass(frozen=True, slots=True)
class _Job(Generic[Key, Item, Answer]):
    request: _Request[Key, Item, Answer]
    place: int
    length: int

    @property
    def item(self) -> Item:
        return self.request.items[self.place]


class Batcher(Generic[Key, Item, Answer]):
    """Collects items of equal key and does them in batches of like length; thread-safe.

    Keys keep apart what must not be mixed: versions above all. The thread works only while there is
    something to do. Lengths lie together because a batch costs what its longest text costs.

    Args:
        run: Does a batch of one key; one answer an item, in the order given.
        limits: Sizes and times.
        counters: Told of depth, batches and seconds.
    """

    def __init__(
        self,
        run: Callable[[Key, Sequence[Item]], Sequence[Answer]],
        limits: BatchLimits,
        counters: Counters,
    ) -> None:
        self._run = run
        self._limits = limits
        self._counters = counters
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="imfact-batch")
        self._changed = threading.Condition()
        self._waiting: list[_Job[Key, Item, Answer]] = []
        self._working = False

    def submit(
        self, key: Key, items: Sequence[Item], lengths: Sequence[int]
    ) -> Future[list[Answer]]:
        """Queue the items of one request; the future gives one answer an item, in the order given.

        A cancelled future's items are passed over. An error is that of the request's own items.

        Raises:
            QueueFull: they would not fit; none of them is queued.
        """
        request: _Request[Key, Item, Answer] = _Request(key, items)
        if not items:
            request.future.set_result([])
            return request.future
        jobs = [_Job(request, place, length) for place, length in enumerate(lengths)]
        with self._changed:
            if self._waiting and len(self._waiting) + len(jobs) > self._limits.capacity:
                self._counters.count(queue_refusals=1)
                raise QueueFull(
                    f"{len(self._waiting)} items wait already; try again in a few seconds.",
                    waiting=len(self._waiting),
                )
            self._waiting += jobs
            self._counters.count(queue_depth=len(jobs))
            if self._working:
                self._changed.notify()
            else:
                self._working = True
                self._executor.submit(self._work)
        return request.future

    def close(self) -> None:
        """Do what waits, then stop."""
        self._executor.shutdown(wait=True)

    def _work(self) -> None:
        while batches := self._collect():
            for batch in batches:
                self._do(batch)

    def _collect(self) -> list[list[_Job[Key, Item, Answer]]]:
        """Return the oldest key's items cut into batches of like length; none where nothing waits."""
        with self._changed:
            if not self._waiting:
                self._working = False
                return []
            self._await_company()
            key = self._waiting[0].request.key
            # A few batches' worth: enough to sort, not so much that the oldest waits for long.
            taken = [job for job in self._waiting if job.request.key == key]
            taken = taken[: 4 * self._limits.most]
            chosen = set(map(id, taken))
            self._waiting = [job for job in self._waiting if id(job) not in chosen]
            self._counters.count(queue_depth=-len(taken))
        taken.sort(key=lambda job: job.length)
        most = self._limits.most
        return [taken[start : start + most] for start in range(0, len(taken), most)]

    def _await_company(self) -> None:
        deadline = time.monotonic() + self._limits.wait_seconds
        while len(self._waiting) < self._limits.most:
            left = deadline - time.monotonic()
            if left <= 0 or not self._changed.wait(left):
                return

    def _do(self, batch: Sequence[_Job[Key, Item, Answer]]) -> None:
        wanted = [job for job in batch if not job.request.future.done()]
        if not wanted:
            return
        started = time.perf_counter()
        try:
            answers = self._run(wanted[0].request.key, [job.item for job in wanted])
            answered = list(zip(wanted, answers, strict=True))
        except Exception as exc:  # noqa: BLE001 - it belongs to whoever asked, not to this thread
            self._apart(wanted, exc)
            return
        self._counters.count(
            batches=1, batch_items=len(wanted), inference_seconds=time.perf_counter() - started
        )
        for job, answer in answered:
            job.request.answer(job.place, answer)

    def _apart(self, batch: Sequence[_Job[Key, Item, Answer]], error: Exception) -> None:
        """Find whose fault it was: each request's items are done by themselves."""
        requests = {id(job.request): job.request for job in batch}
        if len(requests) == 1:
            batch[0].request.fail(error)
            return
        for request in requests.values():
            self._do([job for job in batch if job.request is request])
