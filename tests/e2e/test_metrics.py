"""What operators see of a running instance, and what readers do not."""

from __future__ import annotations

import re

import httpx2
from prometheus_client.parser import text_string_to_metric_families

from imfact.contracts.metrics import METRICS


def test_operators_see_requests_runs_and_the_index(stack):
    assert httpx2.get(f"{stack.url}/v1/today").status_code == 200
    assert httpx2.get(f"{stack.url}/metrics").status_code == 404
    said = (stack.var.parent / "server.log").read_text("utf-8")
    found = re.search(r"http://127\.0\.0\.1:\d+/metrics", said)
    assert found is not None
    page = httpx2.get(found[0]).text
    shown = {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }
    names = {name for name, _ in shown}
    for metric in METRICS:
        name = f"{metric.name}_count" if metric.kind == "histogram" else metric.name
        assert name in names, metric.name
    today = {"service": "gateway", "route": "/v1/today", "status": "2xx"}
    assert shown["imfact_http_requests_total", frozenset(today.items())] >= 1
    assert shown["imfact_run_succeeded", frozenset()] == 1
    assert shown["imfact_index_version", frozenset()] >= 1
    assert shown["imfact_outbox_waiting", frozenset()] == 0
    for part in ("database", "lake", "search"):
        assert shown["imfact_part_up", frozenset({("part", part)})] == 1
    assert not re.search(r"[0-9a-f]{32}", page), "no label names an article"
