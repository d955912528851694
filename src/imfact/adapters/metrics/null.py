"""Measures nothing; it still refuses what the other adapters refuse."""

from __future__ import annotations

from imfact.adapters.metrics.port import Exposition, checked, not_negative
from imfact.contracts.metrics import Metric


class NullMetrics:
    """``Metrics`` that are off."""

    def count(self, metric: Metric, amount: float = 1, **labels: str) -> None:
        """See the port."""
        checked(metric, "counter", labels)
        not_negative(metric, amount)

    def observe(self, metric: Metric, value: float, **labels: str) -> None:  # noqa: ARG002 - off
        """See the port."""
        checked(metric, "histogram", labels)

    def gauge(self, metric: Metric, value: float, **labels: str) -> None:  # noqa: ARG002 - off
        """See the port."""
        checked(metric, "gauge", labels)

    def flush(self) -> None:
        """See the port."""

    def exposition(self) -> Exposition | None:
        """See the port."""
        return None
