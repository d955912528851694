"""What the AI service counts of itself: one plain object, read by whoever publishes metrics."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass

from imfact.adapters.metrics.port import Metrics
from imfact.contracts import metrics as names


@dataclass(frozen=True, slots=True)
class Counted:
    """A moment's figures. All but ``queue_depth`` only grow."""

    queue_depth: int = 0
    """Headlines and texts that wait now."""
    queue_refusals: int = 0
    """Requests answered 503 because too much waited."""
    batches: int = 0
    batch_items: int = 0
    """Items of all batches; divided by ``batches`` it is the mean batch size."""
    inference_seconds: float = 0.0
    cache_hits: int = 0
    cache_misses: int = 0
    switches: int = 0
    """How often another version, candidate or policy came into force."""
    refusals: int = 0
    """How often what pointer, routing or policy ask for was refused."""
    shadow_scores: int = 0
    shadow_dropped: int = 0
    """Headlines that the shadow did not judge because it was behind."""


class Counters:
    """Counts; thread-safe. ``read`` is the one place to take figures from."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: dict[str, float] = asdict(Counted())

    def count(self, **added: float) -> None:
        """Add to counters, by their names in ``Counted``."""
        with self._lock:
            for name, amount in added.items():
                self._values[name] += amount

    def read(self) -> Counted:
        """Return the figures as they are."""
        with self._lock:
            values = dict(self._values)
        seconds = values.pop("inference_seconds")
        return Counted(**{k: int(v) for k, v in values.items()}, inference_seconds=seconds)


def measure_ai(counters: Counters, metrics: Metrics) -> None:
    """Set the gauges of the AI service: what waits now, and what it counted since its start."""
    figures = asdict(counters.read())
    metrics.gauge(names.AI_WAITING, figures.pop("queue_depth"))
    for figure, value in figures.items():
        metrics.gauge(names.AI_FIGURES, value, figure=figure)
