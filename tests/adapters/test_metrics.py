"""The metrics port's rules, over every adapter; what each shows, against the format it claims to speak."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from imfact.adapters.metrics.emf import EmfMetrics
from imfact.adapters.metrics.null import NullMetrics
from imfact.adapters.metrics.port import Metrics
from imfact.adapters.metrics.prometheus import PrometheusMetrics
from imfact.contracts.metrics import (
    AI_ASSESS_SECONDS,
    HTTP_REQUESTS,
    INDEX_VERSION,
    METRICS,
    RUN_ITEMS,
)
from tests.emf import require_embedded_metric_format

GET: Any = {"service": "gateway", "route": "/v1/today", "status": "2xx"}


class Shelf:
    """An adapter with what it shows, as (name, labels) → value; a distribution shows its sum."""

    def __init__(self, kind):
        self.kind = kind
        self.stream = io.StringIO()
        made: dict[str, Callable[[], Metrics]] = {
            "null": NullMetrics,
            "prometheus": PrometheusMetrics,
            "emf": lambda: EmfMetrics(self.stream),
        }
        self.metrics = made[kind]()

    def shown(self):
        if self.kind == "prometheus":
            return self._scraped()
        self.metrics.flush()
        found = {}
        for document in self.documents():
            (directive,) = document["_aws"]["CloudWatchMetrics"]
            labels = frozenset((name, document[name]) for name in directive["Dimensions"][0])
            for metric in directive["Metrics"]:
                value = document[metric["Name"]]
                found[metric["Name"], labels] = sum(value) if isinstance(value, list) else value
        return found

    def documents(self):
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    def _scraped(self):
        page = self.metrics.exposition()
        assert page is not None
        assert page.media_type.startswith("text/plain; version=0.0.4")
        return {
            (sample.name.removesuffix("_sum"), frozenset(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(page.body.decode())
            for sample in family.samples
            if not sample.name.endswith(("_bucket", "_count", "_created"))
        }


@pytest.fixture(params=["null", "prometheus", "emf"])
def shelf(request):
    return Shelf(request.param)


def test_what_is_noted_is_shown(shelf):
    shelf.metrics.count(HTTP_REQUESTS, **GET)
    shelf.metrics.count(HTTP_REQUESTS, 2, **GET)
    shelf.metrics.observe(AI_ASSESS_SECONDS, 0.25)
    shelf.metrics.observe(AI_ASSESS_SECONDS, 1.5)
    shelf.metrics.gauge(INDEX_VERSION, 4)
    shelf.metrics.gauge(INDEX_VERSION, 3)
    shelf.metrics.gauge(RUN_ITEMS, 7, stage="load", outcome="out")
    shelf.metrics.gauge(RUN_ITEMS, 1, stage="load", outcome="deferred")
    shown = shelf.shown()
    if shelf.kind == "null":
        assert shown == {}
        assert shelf.metrics.exposition() is None
        return
    assert shown[HTTP_REQUESTS.name, frozenset(GET.items())] == 3
    assert shown[AI_ASSESS_SECONDS.name, frozenset()] == 1.75
    assert shown[INDEX_VERSION.name, frozenset()] == 3
    items = {
        dict(labels)["outcome"]: v for (name, labels), v in shown.items() if name == RUN_ITEMS.name
    }
    assert items == {"out": 7, "deferred": 1}


def test_a_mistake_of_ours_is_refused_by_all(shelf):
    with pytest.raises(ValueError, match="labels"):
        shelf.metrics.count(HTTP_REQUESTS, service="gateway")
    with pytest.raises(ValueError, match="labels"):
        shelf.metrics.gauge(INDEX_VERSION, 1, version="1")
    with pytest.raises(ValueError, match="is a gauge, not a counter"):
        shelf.metrics.count(INDEX_VERSION)
    with pytest.raises(ValueError, match="is a histogram, not a gauge"):
        shelf.metrics.gauge(AI_ASSESS_SECONDS, 1)
    with pytest.raises(ValueError, match="is a counter, not a histogram"):
        shelf.metrics.observe(HTTP_REQUESTS, 1, **GET)
    with pytest.raises(ValueError, match="only goes up"):
        shelf.metrics.count(HTTP_REQUESTS, -1, **GET)


def test_threads_lose_nothing(shelf):
    def work():
        for _ in range(300):
            shelf.metrics.count(HTTP_REQUESTS, **GET)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if shelf.kind != "null":
        assert shelf.shown()[HTTP_REQUESTS.name, frozenset(GET.items())] == 1200


def test_two_instances_do_not_mix():
    one, other = Shelf("prometheus"), Shelf("prometheus")
    one.metrics.gauge(INDEX_VERSION, 9)
    assert other.shown() == {}, "what is unknown is absent"


def test_every_metric_of_the_list_can_be_used(shelf):
    for metric in METRICS:
        labels = dict.fromkeys(metric.labels, "x")
        if metric.kind == "counter":
            shelf.metrics.count(metric, **labels)
        elif metric.kind == "histogram":
            shelf.metrics.observe(metric, 1.0, **labels)
        else:
            shelf.metrics.gauge(metric, 1.0, **labels)
    if shelf.kind != "null":
        assert {name for name, _ in shelf.shown()} == {metric.name for metric in METRICS}


def test_lines_are_embedded_metric_format():
    shelf = Shelf("emf")
    for number in range(250):
        shelf.metrics.observe(AI_ASSESS_SECONDS, number / 10)
    for metric in METRICS:
        labels = dict.fromkeys(metric.labels, "값")
        if metric.kind == "gauge":
            shelf.metrics.gauge(metric, True, **labels)
    shelf.metrics.flush()
    lines = shelf.stream.getvalue().splitlines()
    for line in lines:
        require_embedded_metric_format(line)
    told = [d[AI_ASSESS_SECONDS.name] for d in shelf.documents() if AI_ASSESS_SECONDS.name in d]
    assert [len(values) for values in told] == [100, 100, 50]
    shelf.metrics.flush()
    assert shelf.stream.getvalue().splitlines() == lines, "nothing is told twice"


def test_a_process_that_nobody_flushes_writes_every_minute():
    stream, now = io.StringIO(), [1_800_000_000.0]
    metrics = EmfMetrics(stream, lambda: now[0])
    metrics.count(HTTP_REQUESTS, **GET)
    assert stream.getvalue() == ""
    now[0] += 61
    metrics.count(HTTP_REQUESTS, **GET)
    (line,) = stream.getvalue().splitlines()
    assert json.loads(line)[HTTP_REQUESTS.name] == 2
