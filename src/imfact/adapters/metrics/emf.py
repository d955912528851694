"""Writes figures as lines of JSON in CloudWatch's embedded metric format; CloudWatch Logs reads them.

The format is AWS's "Specification: Embedded metric format"; what it limits is named below. Lambda
sends standard output to CloudWatch Logs by itself.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, TextIO

from imfact.adapters.metrics.port import Exposition, checked, not_negative
from imfact.contracts.metrics import Metric

NAMESPACE = "imfact"
# Of the specification: values of one member in a document.
_MAX_VALUES = 100
# Of the specification: metrics of one directive.
_MAX_METRICS = 100
# A process that nobody flushes (a gateway) writes about as often as CloudWatch keeps a point.
_FLUSH_SECONDS = 60.0

_Labels = tuple[tuple[str, str], ...]
# Any: a JSON document.
_Document = dict[str, Any]


class EmfMetrics:
    """``Metrics`` as log lines. What has the same labels shares a line: dimensions belong to a whole line.

    Args:
        stream: Where lines go; standard output as it is at that moment where None.
        clock: Seconds since 1970.
        flush_seconds: After which a new figure writes out what waits.
    """

    def __init__(
        self,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.time,
        flush_seconds: float = _FLUSH_SECONDS,
    ) -> None:
        self._stream = stream
        self._clock = clock
        self._flush_seconds = flush_seconds
        self._lock = threading.Lock()
        self._waiting: dict[_Labels, dict[Metric, list[float]]] = {}
        self._flushed_at = clock()

    def count(self, metric: Metric, amount: float = 1, **labels: str) -> None:
        """See the port."""
        values = checked(metric, "counter", labels)
        not_negative(metric, amount)
        self._note(metric, values, amount)

    def observe(self, metric: Metric, value: float, **labels: str) -> None:
        """See the port."""
        self._note(metric, checked(metric, "histogram", labels), value)

    def gauge(self, metric: Metric, value: float, **labels: str) -> None:
        """See the port."""
        self._note(metric, checked(metric, "gauge", labels), value)

    def flush(self) -> None:
        """Write a line for each set of labels that has figures."""
        with self._lock:
            self._flush()

    def exposition(self) -> Exposition | None:
        """See the port."""
        return None

    def _note(self, metric: Metric, values: tuple[str, ...], value: float) -> None:
        labels = tuple(zip(metric.labels, values, strict=True))
        # A truth value is no number in JSON.
        value = float(value)
        with self._lock:
            figures = self._waiting.setdefault(labels, {}).setdefault(metric, [])
            if metric.kind == "counter":
                figures[:] = [sum(figures) + value]
            elif metric.kind == "gauge":
                figures[:] = [value]
            else:
                figures.append(value)
            if self._clock() - self._flushed_at >= self._flush_seconds:
                self._flush()

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, {}
        self._flushed_at = self._clock()
        timestamp = round(self._flushed_at * 1000)
        stream = self._stream or sys.stdout
        for labels, figures in waiting.items():
            for document in _documents(labels, figures, timestamp):
                stream.write(json.dumps(document, ensure_ascii=False) + "\n")
        stream.flush()


def _documents(
    labels: _Labels, figures: dict[Metric, list[float]], timestamp: int
) -> Iterator[_Document]:
    """Yield as many documents as the limits ask for."""
    rest = {metric: values for metric, values in figures.items() if values}
    while rest:
        chosen = dict(list(rest.items())[:_MAX_METRICS])
        yield {
            "_aws": {
                "Timestamp": timestamp,
                "CloudWatchMetrics": [
                    {
                        "Namespace": NAMESPACE,
                        "Dimensions": [[name for name, _ in labels]],
                        "Metrics": [{"Name": m.name, "Unit": m.unit} for m in chosen],
                    }
                ],
            },
            **dict(labels),
            **{m.name: v[0] if len(v) == 1 else v[:_MAX_VALUES] for m, v in chosen.items()},
        }
        rest = {m: left for m, v in rest.items() if (left := v[_MAX_VALUES:] if m in chosen else v)}
