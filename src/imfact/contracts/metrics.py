"""Every metric that imfact has, by name: one written list, which docs/runbook/metrics.md explains.

Labels have few values, all known beforehand: stages, outcomes, routes as they are declared. Never
an address, an id or a text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["counter", "histogram", "gauge"]
Unit = Literal["Count", "Seconds", "None"]
"""As CloudWatch names it."""

# From a cached answer to a batch of headlines on a slow machine.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


@dataclass(frozen=True, slots=True)
class Metric:
    """A name with its meaning.

    Args:
        name: As Prometheus and CloudWatch show it.
        kind: Counted up, observed one by one, or set.
        unit: Of its values.
        text: One sentence for whoever reads the page.
        labels: Names that every value is given with.
        buckets: Upper bounds of a histogram.
    """

    name: str
    kind: Kind
    unit: Unit
    text: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = _SECONDS


HTTP_REQUESTS = Metric(
    "imfact_http_requests_total",
    "counter",
    "Count",
    "Requests answered, by service, declared route and class of status.",
    ("service", "route", "status"),
)
HTTP_SECONDS = Metric(
    "imfact_http_request_seconds",
    "histogram",
    "Seconds",
    "Time until an answer was out, by service and declared route.",
    ("service", "route"),
)
AI_ASSESSED = Metric(
    "imfact_ai_assessed_total",
    "counter",
    "Count",
    "Headlines judged by the AI service, by band.",
    ("band",),
)
AI_ASSESS_SECONDS = Metric(
    "imfact_ai_assess_seconds",
    "histogram",
    "Seconds",
    "Time that the AI service took to judge the headlines of one request, waiting included.",
)
AI_WAITING = Metric(
    "imfact_ai_waiting",
    "gauge",
    "Count",
    "Headlines and texts that wait in the queues of the AI service.",
)
AI_FIGURES = Metric(
    "imfact_ai_figures",
    "gauge",
    "None",
    "What the AI service counted since its start: batches, cache, refusals, switches of version.",
    ("figure",),
)
RUN_ITEMS = Metric(
    "imfact_run_items",
    "gauge",
    "Count",
    "Items of the newest run that ended, by stage and outcome.",
    ("stage", "outcome"),
)
RUN_STAGE_SECONDS = Metric(
    "imfact_run_stage_seconds",
    "gauge",
    "Seconds",
    "Time that a stage of the newest run that ended took; 0 where it did not finish.",
    ("stage",),
)
RUN_SUCCEEDED = Metric(
    "imfact_run_succeeded",
    "gauge",
    "None",
    "1 where the newest run that ended succeeded, 0 where it failed.",
)
RUN_FINISHED = Metric(
    "imfact_run_finished_timestamp_seconds",
    "gauge",
    "Seconds",
    "When the newest run ended, in seconds since 1970.",
)
DEFERRED_ITEMS = Metric(
    "imfact_deferred_items",
    "gauge",
    "Count",
    "Items that wait for the next run, by the stage that deferred them.",
    ("stage",),
)
OUTBOX_WAITING = Metric(
    "imfact_outbox_waiting",
    "gauge",
    "Count",
    "Changes in the database that the current index does not hold yet.",
)
INDEX_VERSION = Metric(
    "imfact_index_version",
    "gauge",
    "None",
    "Number of the index version that readers see, 0 where there is none.",
)
INDEX_LAG_SECONDS = Metric(
    "imfact_index_lag_seconds",
    "gauge",
    "Seconds",
    "Age of the oldest change that the current index does not hold, 0 where it holds all.",
)
PART_UP = Metric(
    "imfact_part_up",
    "gauge",
    "None",
    "1 where a part answered when the page was read, else 0 and its figures are the last known.",
    ("part",),
)

METRICS: tuple[Metric, ...] = (
    HTTP_REQUESTS,
    HTTP_SECONDS,
    AI_ASSESSED,
    AI_ASSESS_SECONDS,
    AI_WAITING,
    AI_FIGURES,
    RUN_ITEMS,
    RUN_STAGE_SECONDS,
    RUN_SUCCEEDED,
    RUN_FINISHED,
    DEFERRED_ITEMS,
    OUTBOX_WAITING,
    INDEX_VERSION,
    INDEX_LAG_SECONDS,
    PART_UP,
)
