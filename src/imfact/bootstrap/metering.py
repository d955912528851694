"""The metrics that IMFACT_METRICS names, and what the operators' page measures when it is read."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from functools import partial

from imfact.bootstrap.house import House
from imfact.pipeline.notify.measuring import measure_run, measure_waiting
from imfact.services.ai.counters import measure_ai
from imfact.services.gateway.operators import (
    Measure,
    OperatorsListener,
    create_operators_app,
    measure_index,
)
from imfact.workflow.runs import newest_report


def operators_listener(house: House) -> AbstractContextManager[OperatorsListener | None]:
    """Return the listener of /metrics, nothing where metrics are off or sent elsewhere.

    Raises:
        ConfigError: its port is taken.
    """
    port = house.settings.metrics_port
    if port is None:
        return nullcontext()
    measures: dict[str, Measure] = {
        "ai": partial(measure_ai, house.judging.counters, house.metrics),
        "database": house.database.ping,
        "lake": partial(_measure_lake, house),
        "search": partial(measure_index, house.metrics, house.search, house.database),
    }
    return OperatorsListener(create_operators_app(house.metrics, measures), port)


def _measure_lake(house: House) -> None:
    # Runs are processes of their own, `imfact run` beside a server: what they did stands in the lake.
    if report := newest_report(house.lake):
        measure_run(report, house.metrics)
    measure_waiting(house.lake, house.metrics)
