"""Each part is gone for ten seconds in mid-run, or its disk is full: what is left in the end is as if nothing happened.

Servers are real and really stopped. ``calm`` is what an undisturbed run over the same articles leaves.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import threading
import time
from urllib.parse import urlsplit

import pytest
import uvicorn

from imfact.adapters.search.names import IndexAliases
from imfact.adapters.search.opensearch import OpenSearchEngine
from imfact.bootstrap.house import House
from imfact.clients.ai import AiClient
from imfact.clients.transport import ServiceConnection
from imfact.kit.errors import BackendUnavailable, TransientError
from imfact.lake import keys
from imfact.policy import names
from imfact.services.ai.app import create_app
from imfact.services.gateway.db.embedded import EmbeddedServer, stop
from imfact.services.gateway.db.postmaster import read_postmaster
from imfact.settings import Settings
from tests import canonical
from tests.e2e.conftest import CLI, environment_for, free_port
from tests.e2e.faults import (
    BATCH,
    NUMBER,
    Fault,
    away,
    prepare,
    resume,
    run,
    small_disk,
    write_rows,
)
from tests.s3 import bucket, credentials, s3_endpoint
from tests.switch import Switch


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    return write_rows(tmp_path_factory.mktemp("rows") / "rows.jsonl")


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """A house whose models are loaded; the others of this module borrow them."""
    house = House(Settings(var=tmp_path_factory.mktemp("models") / "var"))
    assert house.judging
    yield house
    house.close()


@pytest.fixture(scope="module")
def build(models):
    """Make a house that need not load models."""

    def make(var, **settings):
        house = House(Settings(var=var, **settings))
        for part in ("judging", "engines", "encoder", "model"):
            house.__dict__[part] = getattr(models, part)
        return house

    return make


@pytest.fixture(scope="module")
def calm(tmp_path_factory, rows, build):
    """What an undisturbed run leaves."""
    house = build(tmp_path_factory.mktemp("calm") / "var")
    try:
        prepare(house, rows)
        report = run(house, Fault())
        assert report.stages[-1].counts.out == NUMBER
        return canonical.dump(house, logs=False)
    finally:
        house.close()


@pytest.fixture
def house(tmp_path, rows, build):
    made = build(tmp_path / "var")
    prepare(made, rows)
    yield made
    made.close()


def require_calm(house, calm):
    assert canonical.differences(calm, canonical.dump(house, logs=False)) == []


def test_postgresql_is_killed_and_comes_back_after_ten_seconds(house, calm):
    folder = house.settings.var / "db"
    again = []

    def kill():
        running = read_postmaster(folder / "data")
        assert running is not None
        os.kill(running.pid, signal.SIGKILL)

    with away(kill, lambda: again.append(EmbeddedServer.start(folder))) as happen:
        fault = Fault("load", happen)
        report = run(house, fault)
    assert fault.happened
    assert {stage.counts.out for stage in report.stages} == {NUMBER}
    require_calm(house, calm)
    again[0].release()


def test_postgresql_stays_away_and_what_waited_is_resumed(tmp_path, rows, build, calm):
    house = build(tmp_path / "var")
    prepare(house, rows, attempts=2, backoff_seconds=0.01)
    try:
        fault = Fault("load", lambda: stop(house.settings.var / "db"))
        report = run(house, fault)
        assert fault.happened
        counts = report.stages[0].counts
        assert (counts.out, counts.deferred) == (BATCH, NUMBER - BATCH)
        assert len(list(house.lake.keys(keys.DEFERRED))) == NUMBER
    finally:
        house.close()
    house = build(tmp_path / "var")
    try:
        report = resume(house)
        assert report.stages[0].counts.out == NUMBER - BATCH
        assert report.stages[-1].counts.out == NUMBER
        require_calm(house, calm)
    finally:
        house.close()


class Served:
    """An application on a real socket that can be stopped and started again at the same address."""

    def __init__(self, app):
        self._app = app
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.start()

    def start(self):
        config = uvicorn.Config(self._app, port=self.port, log_config=None, access_log=False)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        deadline = time.monotonic() + 20
        while not self._server.started and time.monotonic() < deadline:
            time.sleep(0.01)

    def stop(self):
        self._server.should_exit = True
        self._thread.join()


def test_the_ai_service_is_gone_for_ten_seconds(house, calm):
    service = Served(create_app(house.judging))
    batch = house.policy.batch
    client = AiClient(
        ServiceConnection(
            f"http://127.0.0.1:{service.port}",
            setting="IMFACT_AI",
            attempts=batch.attempts,
            backoff_seconds=batch.backoff_seconds,
        )
    )
    house.__dict__["batch_ai"] = client
    with away(service.stop, service.start) as happen:
        fault = Fault("enrich", happen)
        report = run(house, fault)
    assert fault.happened
    assert {stage.counts.out for stage in report.stages} == {NUMBER}
    require_calm(house, calm)
    client.close()
    service.stop()


def test_opensearch_is_gone_for_ten_seconds(tmp_path, rows, build, calm):
    search = os.environ.get("IMFACT_TEST_OPENSEARCH")
    if not search:
        reason = "IMFACT_TEST_OPENSEARCH is not set: start one with make opensearch"
        if os.environ.get("IMFACT_REQUIRE_OPENSEARCH") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    parts = urlsplit(search.removeprefix("opensearch+"))
    aliases = IndexAliases.with_prefix(f"t{secrets.token_hex(6)}_")
    engine = OpenSearchEngine(search, aliases)
    with Switch((str(parts.hostname), int(parts.port or 9200))) as switch:
        house = build(tmp_path / "var", search=f"opensearch+http://127.0.0.1:{switch.port}")
        try:
            named = json.dumps({"text": aliases.text, "vector": aliases.vector}).encode()
            prepare(house, rows, {names.ALIASES: named})
            with away(switch.off, switch.on) as happen:
                fault = Fault("index", happen)
                report = run(house, fault)
            assert fault.happened
            assert {stage.counts.out for stage in report.stages} == {NUMBER}
            left = {
                "database": canonical.database(house.database),
                "lake": canonical.lake(house.lake, logs=False),
            }
            expected = {part: calm[part] for part in left}
            assert canonical.differences(expected, left) == []
            found = canonical.index(engine)
            for half in ("text", "vector"):
                assert found[half].keys() == calm["index"][half].keys()
        finally:
            house.close()
            indices = ",".join(aliases.patterns)
            engine._client.indices.delete(index=indices, ignore_unavailable=True)
            engine.close()


def test_s3_is_gone_for_ten_seconds(tmp_path, rows, build, calm, monkeypatch):
    endpoint = s3_endpoint()
    parts = urlsplit(endpoint)
    with Switch((str(parts.hostname), int(parts.port or 80))) as switch, bucket(endpoint) as name:
        for variable, value in credentials(switch.url).items():
            monkeypatch.setenv(variable, value)
        house = build(tmp_path / "var", lake=f"s3://{name}/lake")
        try:
            prepare(house, rows)
            with away(switch.off, switch.on) as happen:
                fault = Fault("embed", happen)
                report = run(house, fault)
            assert fault.happened
            assert {stage.counts.out for stage in report.stages} == {NUMBER}
            require_calm(house, calm)
        finally:
            house.close()


def test_the_lakes_disk_is_full_in_embed(tmp_path, rows, build, calm):
    with small_disk(tmp_path / "var" / "lake") as leave_free:
        house = build(tmp_path / "var")
        try:
            prepare(house, rows)
            with pytest.raises(
                TransientError, match=r"disk of file:.* is full; make room"
            ) as raised:
                run(house, Fault("embed", lambda: leave_free(40)))
            assert raised.value.exit_code == BackendUnavailable.exit_code == 75
        finally:
            house.close()
        leave_free(None)
        house = build(tmp_path / "var")
        try:
            assert resume(house).stages[-1].counts.out == NUMBER
            require_calm(house, calm)
        finally:
            house.close()


def test_the_disk_of_the_index_is_full(tmp_path, rows, build, calm):
    var = tmp_path / "var"
    with small_disk(var / "search") as leave_free:
        house = build(var)
        try:
            prepare(house, rows)
            report = run(house, Fault("index", lambda: leave_free(64)))
            counts = report.stages[-1].counts
            assert 0 < counts.deferred < NUMBER
            assert report.stages[-1].reasons == {"search_unavailable": counts.deferred}
        finally:
            house.close()
        # The same over the command line, while the disk is still full.
        environment = environment_for(var, free_port())
        ended = subprocess.run(
            [*CLI, "run", "--resume"], env=environment, capture_output=True, text=True
        )
        assert ended.returncode == 75, ended.stderr
        assert "imfact run --resume" in ended.stderr
        leave_free(None)
        house = build(var)
        try:
            assert resume(house).stages[-1].counts.out == counts.deferred
            require_calm(house, calm)
        finally:
            house.close()
