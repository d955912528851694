"""The whole pipeline with lake, models and policy on S3 and OpenSearch as the engine, and S3 going away.

Needs ``IMFACT_TEST_S3`` and ``IMFACT_TEST_OPENSEARCH``. The instance reaches S3 through a switch.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from imfact.adapters.search.names import IndexAliases
from imfact.adapters.search.opensearch import OpenSearchEngine
from imfact.bootstrap.house import House
from imfact.bundled.newsroom.server import Newsroom
from imfact.kit.errors import BackendUnavailable
from imfact.policy import names
from imfact.settings import Settings
from imfact.store.objects import ObjectStore
from tests import canonical
from tests.e2e.conftest import CLI, environment_for, free_port
from tests.e2e.faults import publish
from tests.s3 import bucket, credentials, s3_endpoint
from tests.switch import Switch

LOGS = "_logs/step-functions"


@dataclass(frozen=True)
class Place:
    environment: dict[str, str]
    stores: dict[str, str]
    switch: Switch
    engine: OpenSearchEngine
    policy: dict[str, bytes]
    """What its policy says otherwise than the bundled one."""

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*CLI, "run", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def run_until(self, stage: str) -> subprocess.Popen[str]:
        """Start a run that resumes or begins, and return when ``stage`` has begun."""
        words = ["--resume"] if list(self.lake.keys(LOGS)) else []
        process = subprocess.Popen(
            [*CLI, "run", *words], env=self.environment, text=True, stderr=subprocess.PIPE
        )
        deadline = time.monotonic() + 300
        while not any(key.endswith(f"/{stage}.input.json") for key in self.lake.keys(LOGS)):
            assert process.poll() is None, process.communicate()[1]
            assert time.monotonic() < deadline
            time.sleep(0.1)
        return process

    @property
    def lake(self) -> ObjectStore:
        return ObjectStore.open(self.stores["lake"])

    def dump(self) -> canonical.Dump:
        house = House(Settings(var=Path(self.environment["IMFACT_VAR"])))
        try:
            database = canonical.database(house.database)
        finally:
            house.close()
        return {"database": database, "lake": canonical.lake(self.lake, logs=False)}


@pytest.fixture
def newsroom():
    with Newsroom() as running:
        yield running


@pytest.fixture
def place(tmp_path, monkeypatch, newsroom):
    endpoint = s3_endpoint()
    search = os.environ.get("IMFACT_TEST_OPENSEARCH")
    if not search:
        reason = "IMFACT_TEST_OPENSEARCH is not set: start one with make opensearch"
        if os.environ.get("IMFACT_REQUIRE_OPENSEARCH") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    parts = urlsplit(endpoint)
    aliases = IndexAliases.with_prefix(f"t{secrets.token_hex(6)}_")
    engine = OpenSearchEngine(search, aliases)
    with Switch((str(parts.hostname), int(parts.port or 80))) as switch, bucket(endpoint) as name:
        stores = {part: f"s3://{name}/{part}" for part in ("lake", "models", "config")}
        environment = _environment(tmp_path / "var", newsroom) | credentials(switch.url)
        environment |= {f"IMFACT_{part.upper()}": url for part, url in stores.items()}
        environment["IMFACT_SEARCH"] = search
        # The test itself sees the buckets without the switch.
        for variable, value in credentials(endpoint).items():
            monkeypatch.setenv(variable, value)
        named = json.dumps({"text": aliases.text, "vector": aliases.vector}).encode()
        policy = {names.ALIASES: named}
        publish(ObjectStore.open(stores["config"]), policy)
        try:
            yield Place(environment, stores, switch, engine, policy)
        finally:
            indices = ",".join(aliases.patterns)
            engine._client.indices.delete(index=indices, ignore_unavailable=True)
            engine.close()


def _environment(var: Path, newsroom: Newsroom) -> dict[str, str]:
    var.mkdir()
    (var / "newsroom.json").write_text(json.dumps(dict(newsroom.overrides)), "utf-8")
    return environment_for(var, free_port())


def test_s3_and_opensearch_hold_what_the_local_disk_would(place, tmp_path, newsroom):
    ended = place.run("--json")
    assert ended.returncode == 0, ended.stderr
    counts = {s["stage"]: s["counts"] for s in json.loads(ended.stdout)["stages"]}
    found = canonical.index(place.engine)
    assert len(found["text"]) == len(found["vector"]) == counts["index"]["out"] >= 30
    assert {path.name for path in (Path(place.environment["IMFACT_VAR"])).iterdir()}.isdisjoint(
        {"lake", "models", "config", "search"}
    )
    environment = _environment(tmp_path / "local", newsroom)
    # A verdict records its policy: both must have published the same.
    publish(ObjectStore(tmp_path / "local" / "config"), place.policy)
    subprocess.run([*CLI, "run"], env=environment, capture_output=True, check=True)
    house = House(Settings(var=tmp_path / "local"))
    try:
        local = {
            "database": canonical.database(house.database),
            "lake": canonical.lake(house.lake, logs=False),
        }
    finally:
        house.close()
    assert canonical.differences(local, place.dump()) == []
    again = place.run("--json")
    assert again.returncode == 0, again.stderr
    counts = {s["stage"]: s["counts"] for s in json.loads(again.stdout)["stages"]}
    assert counts["crawl"]["out"] == counts["index"]["out"] == 0
    assert canonical.differences(canonical.index(place.engine), found) == []


def test_s3_goes_away_for_good_then_for_ten_seconds(place):
    process = place.run_until("refine")
    place.switch.off()
    said = process.communicate(timeout=300)[1]
    assert process.returncode == BackendUnavailable.exit_code, said
    assert "backend_unavailable" in said
    assert place.stores["lake"] in said

    place.switch.on()
    process = place.run_until("embed")
    place.switch.off()
    time.sleep(10)
    place.switch.on()
    said = process.communicate(timeout=600)[1]
    assert process.returncode == 0, said
    found = canonical.index(place.engine)
    assert len(found["text"]) == len(found["vector"]) >= 30
    articles = place.dump()["database"]["articles"]
    assert all(row["band"] for row in articles.values())
