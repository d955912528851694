"""The database goes away in mid-run: items are deferred, the exit code says so, the next run ends it."""

from __future__ import annotations

import json
import subprocess

import pytest

from imfact.bootstrap.house import House
from imfact.bootstrap.newsroom import sample_newsroom
from imfact.bootstrap.stages import Stages
from imfact.contracts.runs import Manifest
from imfact.kit.errors import TransientError
from imfact.lake.stage_io import read_manifest
from imfact.services.gateway.db.embedded import stop
from imfact.settings import Settings
from imfact.workflow.definition import WORKFLOW, step_of
from imfact.workflow.local import run_stage
from tests.e2e.conftest import CLI, environment_for, free_port
from tests.newsroom_facts import ARTICLES


class Silent:
    def stage_started(self, stage): ...

    def progress(self, stage, done, total): ...

    def stage_finished(self, result): ...


@pytest.mark.usefixtures("chromium")
def test_the_database_goes_away_between_refine_and_embed(tmp_path):
    house = House(Settings(var=tmp_path / "var"))
    functions = Stages(house).functions()
    context = house.stage_context()
    results = {}
    with sample_newsroom(house, 0):
        manifest = Manifest(run_id=context.run_id, stage="crawl")
        for step in WORKFLOW[:2]:
            results[step.stage] = run_stage(
                step, functions[step.stage], manifest, context, Silent()
            )
            manifest = read_manifest(house.lake, results[step.stage].manifest_key)
    try:
        stop(tmp_path / "var" / "db")
        loaded = run_stage(step_of("load"), functions["load"], manifest, context, Silent())
        assert loaded.counts.deferred == loaded.counts.in_ == ARTICLES
        assert loaded.reasons == {"database_unavailable": ARTICLES} or set(loaded.reasons) == {
            "backend_unavailable"
        }
    except TransientError as exc:
        pytest.fail(f"the stage must defer, not fail: {exc}")
    finally:
        house.close()
    environment = environment_for(tmp_path / "var", free_port())
    ended = subprocess.run(
        [*CLI, "run", "--json"], env=environment, capture_output=True, text=True, timeout=300
    )
    report = json.loads(ended.stdout)
    counts = {stage["stage"]: stage["counts"] for stage in report["stages"]}
    assert counts["load"]["out"] == counts["index"]["out"] == ARTICLES
    assert ended.returncode == 0
