"""Keeps figures in this process and shows them as a page in Prometheus' text format."""

from __future__ import annotations

import threading
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from imfact.adapters.metrics.port import Exposition, checked, not_negative
from imfact.contracts.metrics import Metric

Instrument = TypeVar("Instrument", Counter, Gauge, Histogram)


class PrometheusMetrics:
    """``Metrics`` with a registry of its own, so that two of them in one process do not mix.

    A metric is on the page from its first value: an unknown one is absent there, never 0.
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._lock = threading.Lock()
        self._counters: dict[str, Counter] = {}
        self._histograms: dict[str, Histogram] = {}
        self._gauges: dict[str, Gauge] = {}

    def count(self, metric: Metric, amount: float = 1, **labels: str) -> None:
        """See the port."""
        values = checked(metric, "counter", labels)
        not_negative(metric, amount)
        with self._lock:
            if metric.name not in self._counters:
                self._counters[metric.name] = Counter(
                    metric.name, metric.text, metric.labels, registry=self._registry
                )
        _of(self._counters[metric.name], values).inc(amount)

    def observe(self, metric: Metric, value: float, **labels: str) -> None:
        """See the port."""
        values = checked(metric, "histogram", labels)
        with self._lock:
            if metric.name not in self._histograms:
                self._histograms[metric.name] = Histogram(
                    metric.name,
                    metric.text,
                    metric.labels,
                    buckets=metric.buckets,
                    registry=self._registry,
                )
        _of(self._histograms[metric.name], values).observe(value)

    def gauge(self, metric: Metric, value: float, **labels: str) -> None:
        """See the port."""
        values = checked(metric, "gauge", labels)
        with self._lock:
            if metric.name not in self._gauges:
                self._gauges[metric.name] = Gauge(
                    metric.name, metric.text, metric.labels, registry=self._registry
                )
        _of(self._gauges[metric.name], values).set(value)

    def flush(self) -> None:
        """Send nothing: a scraper comes and reads."""

    def exposition(self) -> Exposition | None:
        """See the port."""
        return Exposition(generate_latest(self._registry), CONTENT_TYPE_PLAIN_0_0_4)


def _of(instrument: Instrument, values: tuple[str, ...]) -> Instrument:
    return instrument.labels(*values) if values else instrument
