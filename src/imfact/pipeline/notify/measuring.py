"""A run's report as gauges: in the run's own process, and again wherever the report is read later."""

from __future__ import annotations

from collections import Counter
from typing import get_args

from imfact.adapters.metrics.port import Metrics
from imfact.contracts import metrics as names
from imfact.contracts.runs import Counts, Outcome, RunReport, StageName
from imfact.lake import keys
from imfact.store.objects import ObjectStore


def measure_run(report: RunReport, metrics: Metrics) -> None:
    """Set the gauges of the newest run; a stage that did not finish has zeros, not the last run's."""
    results = {result.stage: result for result in report.stages}
    for stage in get_args(StageName):
        result = results.get(stage)
        counts = Counts() if result is None else result.counts
        for outcome in get_args(Outcome):
            metrics.gauge(names.RUN_ITEMS, getattr(counts, outcome), stage=stage, outcome=outcome)
        seconds = 0.0 if result is None else result.seconds
        metrics.gauge(names.RUN_STAGE_SECONDS, seconds, stage=stage)
    metrics.gauge(names.RUN_SUCCEEDED, report.status == "succeeded")
    metrics.gauge(names.RUN_FINISHED, report.finished_at.timestamp())


def measure_waiting(lake: ObjectStore, metrics: Metrics) -> None:
    """Set the gauges of what stages deferred to the next run."""
    waiting = Counter(key.split("/")[-2] for key in lake.keys(keys.DEFERRED))
    for stage in get_args(StageName):
        metrics.gauge(names.DEFERRED_ITEMS, waiting[stage], stage=stage)
