"""The metrics port: count, observe, gauge. Not for deciding what is measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from imfact.contracts.metrics import Metric


@dataclass(frozen=True, slots=True)
class Exposition:
    """A page for a scraper, with its media type."""

    body: bytes
    media_type: str


class Metrics(Protocol):
    """Where figures go. Thread-safe; never raises for what lies outside the process.

    Every call names all labels of its metric and no other, and a metric is used as what it is
    (``ValueError`` otherwise, in every adapter: it is a mistake of ours).
    """

    def count(self, metric: Metric, amount: float = 1, **labels: str) -> None:
        """Add ``amount``, which is not negative."""

    def observe(self, metric: Metric, value: float, **labels: str) -> None:
        """Note one value of a distribution."""

    def gauge(self, metric: Metric, value: float, **labels: str) -> None:
        """Set a value; the last one holds."""

    def flush(self) -> None:
        """Send what was noted, where this adapter sends."""

    def exposition(self) -> Exposition | None:
        """Return the page to scrape, None where this adapter has none."""


def checked(metric: Metric, used_as: str, labels: dict[str, str]) -> tuple[str, ...]:
    """Return the labels' values in the order of the metric's names. Raises ValueError."""
    if metric.kind != used_as:
        raise ValueError(f"{metric.name} is a {metric.kind}, not a {used_as}")
    if set(labels) != set(metric.labels):
        raise ValueError(f"{metric.name} has the labels {metric.labels}, not {sorted(labels)}")
    return tuple(labels[name] for name in metric.labels)


def not_negative(metric: Metric, amount: float) -> None:
    """Raise ValueError where a counter would go down."""
    if amount < 0:
        raise ValueError(f"{metric.name} only goes up, not by {amount}")
