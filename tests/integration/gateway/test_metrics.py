"""Figures of a gateway: counted by declared route, shown to operators on their own listener only."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import httpx2
import pytest

from imfact.adapters.metrics.prometheus import PrometheusMetrics
from imfact.adapters.search.port import SearchUnavailable
from imfact.bootstrap.house import House
from imfact.bootstrap.metering import operators_listener
from imfact.clients.transport import in_process_transport
from imfact.contracts.runs import Counts, ManifestEntry, RunReport, StageResult
from imfact.kit.errors import ConfigError
from imfact.lake import keys
from imfact.services.gateway.app import create_app
from imfact.services.gateway.db import outbox
from imfact.services.gateway.operators import (
    OperatorsListener,
    create_operators_app,
    measure_index,
)
from imfact.settings import Settings

NOW = datetime(2026, 11, 24, 4, 45, tzinfo=UTC)


def figures(text):
    return {
        line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1])
        for line in text.splitlines()
        if not line.startswith("#")
    }


@pytest.fixture
def metrics():
    return PrometheusMetrics()


@pytest.fixture
def public(parts, metrics):
    transport = in_process_transport(create_app(parts, None, metrics))
    with httpx2.Client(base_url="http://gateway", transport=transport) as client:
        yield client


def test_requests_are_counted_by_declared_route_and_class(public, newsroom, metrics):
    for number in (0, 1):
        assert public.get(f"/v1/articles/{newsroom[number].url_hash}").status_code == 200
    assert public.get(f"/v1/articles/{'0' * 32}").status_code == 404
    assert public.get("/v1/articles", params={"limit": "many"}).status_code == 422
    assert public.put("/v1/today").status_code == 405
    shown = figures(metrics.exposition().body.decode())
    one = 'route="/v1/articles/{url_hash}",service="gateway"'
    assert shown[f'imfact_http_requests_total{{{one},status="2xx"}}'] == 2
    assert shown[f'imfact_http_requests_total{{{one},status="4xx"}}'] == 1
    assert shown[f"imfact_http_request_seconds_count{{{one}}}"] == 3
    assert not any(newsroom[0].url_hash in name for name in shown)


def test_the_public_application_does_not_show_them(public):
    for path in ("/metrics", "/metrics/", "/v1/metrics", "/internal/v1/metrics"):
        answer = public.get(path)
        assert answer.status_code == 404, path
        assert "imfact_http" not in answer.text


def test_operators_see_the_index_and_what_waits(parts, database, search, newsroom, metrics):
    measures = {"search": lambda: measure_index(metrics, search, database)}
    app = create_operators_app(metrics, measures)
    with OperatorsListener(app, 0) as listener:
        assert re.match(r"http://127\.0\.0\.1:\d+/metrics$", listener.address)
        shown = figures(httpx2.get(listener.address).text)
        with database.transaction() as connection:
            end = outbox.read(connection, 0, 0).highest
        assert shown["imfact_index_version"] == 1
        assert shown["imfact_outbox_waiting"] > 0
        assert shown["imfact_index_lag_seconds"] > 0
        assert shown['imfact_part_up{part="search"}'] == 1
        search.put_record(1, search.record(1).model_copy(update={"cursor": end}))
        shown = figures(httpx2.get(listener.address).text)
        assert shown["imfact_outbox_waiting"] == shown["imfact_index_lag_seconds"] == 0
        assert httpx2.get(listener.address.replace("/metrics", "/v1/today")).status_code == 404


def test_a_part_that_is_away_is_said_and_the_page_goes_on(metrics):
    def away():
        raise SearchUnavailable("nobody answers")

    app = create_operators_app(metrics, {"search": away, "lake": lambda: None})
    transport = in_process_transport(app)
    with httpx2.Client(base_url="http://operators", transport=transport) as client:
        shown = figures(client.get("/metrics").text)
    assert shown['imfact_part_up{part="search"}'] == 0
    assert shown['imfact_part_up{part="lake"}'] == 1


def test_a_taken_port_is_named(metrics):
    app = create_operators_app(metrics, {})
    with OperatorsListener(app, 0) as listener:
        port = int(listener.address.split(":")[2].split("/")[0])
        with pytest.raises(ConfigError, match=f"Port {port} for /metrics"):
            OperatorsListener(app, port)
    with pytest.raises(ConfigError, match="99999"):
        OperatorsListener(app, 99_999)


def test_a_run_of_another_process_reaches_the_page(tmp_path, postgres):
    house = House(Settings(var=tmp_path / "var", database=postgres.url, metrics="prometheus:0"))
    counts = Counts.model_validate({"in": 9, "out": 6, "quarantined": 1, "deferred": 2})
    result = StageResult(
        run_id="20261124T044500Z-0a1b2c",
        stage="load",
        counts=counts,
        manifest_key="m",
        outcomes_key="o",
        started_at=NOW,
        seconds=1.5,
    )
    report = RunReport(
        run_id=result.run_id,
        status="failed",
        started_at=NOW,
        finished_at=NOW,
        stages=(result,),
        failed_stage="embed",
    )
    entry = ManifestEntry(url_hash="a" * 32, source="hanbit", key="curated/x.json")
    try:
        with operators_listener(house) as listener:
            assert listener is not None
            assert "imfact_run_succeeded" not in httpx2.get(listener.address).text
            written = report.model_dump_json(by_alias=True).encode()
            house.lake.put(keys.run_report(report.run_id), written)
            waiting = keys.deferred("load", entry.url_hash, entry.key)
            house.lake.put(waiting, entry.model_dump_json().encode())
            shown = figures(httpx2.get(listener.address).text)
    finally:
        house.close()
    assert shown['imfact_run_items{outcome="out",stage="load"}'] == 6
    assert shown['imfact_run_items{outcome="deferred",stage="load"}'] == 2
    assert shown['imfact_run_stage_seconds{stage="load"}'] == 1.5
    assert shown["imfact_run_succeeded"] == 0
    assert shown["imfact_run_finished_timestamp_seconds"] == NOW.timestamp()
    assert shown['imfact_deferred_items{stage="load"}'] == 1
    assert {
        shown[f'imfact_part_up{{part="{part}"}}'] for part in ("lake", "database", "search")
    } == {1}
