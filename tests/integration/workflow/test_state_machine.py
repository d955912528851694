"""The compiled workflow on a Step Functions engine leaves what the local run leaves."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest

from imfact import lambdas
from imfact.bootstrap.house import House
from imfact.bootstrap.newsroom import newsroom_addresses, sample_newsroom
from imfact.bootstrap.notifiers import open_teller
from imfact.bootstrap.stages import Stages
from imfact.contracts.runs import RunReport
from imfact.kit.errors import BackendUnavailable
from imfact.kit.ids import RUN_ID_PATTERN
from imfact.lake import keys
from imfact.lake.stage_io import StageOutput
from imfact.settings import Settings
from imfact.workflow.definition import WORKFLOW
from imfact.workflow.local import run_workflow
from imfact.workflow.runs import begin, report_of
from imfact.workflow.step_functions import PLAIN, compile_workflow, function_name
from tests.canonical import differences, dump
from tests.step_functions_engine import execute
from tests.webhook import Inbox, webhook_into

PAYLOAD_LIMIT = 262_144
HANDLERS = {
    "imfact-begin": lambdas.begin,
    "imfact-report": lambdas.report,
    "imfact-report-failure": lambdas.report_failure,
    **{function_name(step.stage): getattr(lambdas, step.stage) for step in WORKFLOW},
}


class Silent:
    def stage_started(self, stage): ...

    def progress(self, stage, done, total): ...

    def stage_finished(self, result): ...


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def on_aws(tmp_path, monkeypatch, inbox):
    """A house of which the handlers build their own; its newsroom is served, its channel is heard."""
    with webhook_into(inbox, "/services/1") as hook:
        monkeypatch.setenv("IMFACT_VAR", str(tmp_path / "machine"))
        monkeypatch.setenv("IMFACT_NOTIFY", f"slack+{hook}")
        house = House(Settings(var=tmp_path / "machine"))
        yield house
        lambdas.close()
        house.close()


def _newsroom_of(house, epoch):
    note = house.settings.var / "newsroom-epoch.txt"
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(epoch.isoformat(), "utf-8")
    return sample_newsroom(house, 0)


def test_the_state_machine_leaves_what_the_local_run_leaves(on_aws, inbox, tmp_path, monkeypatch):
    epoch = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    with _newsroom_of(on_aws, epoch):
        assert newsroom_addresses(on_aws.settings.var)
        ended, events = execute(compile_workflow(PLAIN), HANDLERS.__getitem__, monkeypatch)
    assert ended["status"] == "SUCCEEDED", events[-4:]
    run_id = json.loads(ended["output"])["run_id"]
    report = report_of(on_aws.lake, run_id)
    assert report is not None
    assert [result.stage for result in report.stages] == [step.stage for step in WORKFLOW]
    assert not on_aws.lake.exists(keys.RUN_LOCK)
    (told,) = inbox.taken
    assert f"run {run_id} succeeded" in told
    assert max(len(json.dumps(event, default=str)) for event in events) < PAYLOAD_LIMIT / 10

    local = House(Settings(var=tmp_path / "local"))
    try:
        with _newsroom_of(local, epoch):
            run_workflow(
                Stages(local).functions(),
                local.stage_context(),
                Silent(),
                ended=open_teller("log:", local.lake),
            )
        assert differences(dump(local), dump(on_aws)) == []
    finally:
        local.close()


def _impatient(machine):
    for state in machine["States"].values():
        for retry in state.get("Retry", ()):
            retry |= {"IntervalSeconds": 1, "BackoffRate": 1.0}
    return machine


def test_a_beginning_that_failed_behind_the_lock_is_tried_again_as_the_same_run(
    on_aws, monkeypatch
):
    tries = []

    def failing_once(lake, plan):
        tries.append(plan.run_id)
        if len(tries) == 1:
            raise BackendUnavailable("The store does not answer.")
        begin(lake, plan)

    monkeypatch.setattr(lambdas, "write_plan", failing_once)
    monkeypatch.setattr(Stages, "_crawl", lambda self, manifest, context: StageOutput((), ()))
    ended, events = execute(_impatient(compile_workflow(PLAIN)), HANDLERS.__getitem__, monkeypatch)
    assert ended["status"] == "SUCCEEDED", events[-4:]
    assert len(tries) == 2
    assert len(set(tries)) == 1
    assert re.match(RUN_ID_PATTERN, tries[0])
    assert not on_aws.lake.exists(keys.RUN_LOCK)


def test_a_failure_that_stays_is_tried_again_then_reported_and_told(on_aws, inbox, monkeypatch):
    tries = []

    class GatewayAway(BackendUnavailable):
        code = "gateway_away"

    def away(self, manifest, context):
        tries.append(context.run_id)
        raise GatewayAway("The gateway does not answer.")

    monkeypatch.setattr(Stages, "_load", away)
    monkeypatch.setattr(Stages, "_crawl", lambda self, manifest, context: StageOutput((), ()))
    ended, _ = execute(_impatient(compile_workflow(PLAIN)), HANDLERS.__getitem__, monkeypatch)
    assert ended["status"] == "FAILED"
    load = next(step for step in WORKFLOW if step.stage == "load")
    assert len(tries) == load.attempts
    assert len(set(tries)) == 1
    report = RunReport.model_validate_json(on_aws.lake.get(keys.run_report(tries[0])))
    assert (report.status, report.failed_stage) == ("failed", "load")
    assert report.error == "BackendUnavailable: gateway_away: The gateway does not answer."
    (told,) = inbox.taken
    assert f"run {tries[0]} failed in load" in told
    assert on_aws.lake.exists(keys.run_page(tries[0]))
    assert not on_aws.lake.exists(keys.RUN_LOCK)
