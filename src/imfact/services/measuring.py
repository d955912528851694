"""What a service measures of its requests; nothing where it is given no metrics."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from imfact.adapters.metrics.port import Metrics
from imfact.contracts import metrics as names
from imfact.contracts.assessment import Band

Answered = Callable[[str, int, float], None]
"""Called with a request's declared route, its status and how many seconds it took."""


def ignore(_route: str, _status: int, _seconds: float) -> None:
    """Measure nothing."""


def requests_into(metrics: Metrics | None, service: str) -> Answered:
    """Return what notes the requests of ``service``."""
    if metrics is None:
        return ignore

    def note(route: str, status: int, seconds: float) -> None:
        metrics.count(
            names.HTTP_REQUESTS, service=service, route=route, status=f"{status // 100}xx"
        )
        metrics.observe(names.HTTP_SECONDS, seconds, service=service, route=route)

    return note


def verdicts_into(metrics: Metrics | None, bands: Iterable[Band], seconds: float) -> None:
    """Note a batch of verdicts and how long they took together."""
    if metrics is None:
        return
    for band in bands:
        metrics.count(names.AI_ASSESSED, band=band)
    metrics.observe(names.AI_ASSESS_SECONDS, seconds)
