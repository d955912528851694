"""The local run: order, counts, deferral, and what stays when a stage fails."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest

from imfact.contracts.runs import (
    ItemOutcome,
    Manifest,
    ManifestEntry,
    QuarantineRecord,
    RunReport,
    StageName,
)
from imfact.kit.errors import BackendUnavailable
from imfact.kit.ids import RunId
from imfact.lake import keys
from imfact.lake.stage_io import StageContext, StageOutput, finish_stage, with_deferred
from imfact.store.objects import ObjectStore
from imfact.workflow.definition import WORKFLOW
from imfact.workflow.local import run_workflow

RUN = RunId("20261124T010000Z-000000")
NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
ENTRIES = tuple(ManifestEntry(url_hash=c * 32, source="hanbit", key=f"curated/{c}") for c in "abc")


class Silent:
    def __init__(self):
        self.events = []

    def stage_started(self, stage):
        self.events.append(("started", stage))

    def progress(self, stage, done, total):
        self.events.append(("progress", stage))

    def stage_finished(self, result):
        self.events.append(("finished", result.stage))


@pytest.fixture
def context(tmp_path):
    lake = ObjectStore.open(f"file:{tmp_path}/lake")
    return StageContext(run_id=RUN, lake=lake, clock=lambda: NOW, progress=lambda done, total: None)


def numbered(context, number):
    """The context of a later run over the same lake."""
    return replace(context, run_id=RunId(f"20261124T010000Z-{number:06d}"))


def passing(manifest, context):
    outcomes = tuple(
        ItemOutcome(item=e.url_hash, source=e.source, outcome="out") for e in manifest.entries
    )
    return StageOutput(manifest.entries, outcomes)


def crawl(manifest, context):
    return passing(Manifest(run_id=RUN, stage="crawl", entries=ENTRIES), context)


def functions(**changes):
    return dict.fromkeys(get_args(StageName), passing) | {"crawl": crawl} | changes


def test_every_stage_is_in_the_workflow_and_reads_an_earlier_one():
    seen = []
    for step in WORKFLOW:
        assert step.reads is None or step.reads in seen
        seen.append(step.stage)
    assert set(seen) == set(get_args(StageName))


def test_items_pass_through_all_stages(context):
    listener = Silent()
    report = run_workflow(functions(), context, listener)
    assert report.status == "succeeded"
    assert [r.counts.out for r in report.stages] == [3] * len(WORKFLOW)
    assert [e for e in listener.events if e[0] == "finished"] == [
        ("finished", step.stage) for step in WORKFLOW
    ]
    assert RunReport.model_validate_json(context.lake.get(keys.run_report(RUN))) == report


def test_a_failed_stage_keeps_its_input_for_the_next_run(context):
    def gone(manifest, context):
        raise BackendUnavailable("the database does not answer")

    with pytest.raises(BackendUnavailable):
        run_workflow(functions(load=gone), context, Silent())
    report = RunReport.model_validate_json(context.lake.get(keys.run_report(RUN)))
    assert (report.status, report.failed_stage) == ("failed", "load")
    assert "database" in (report.error or "")

    def nothing_new(manifest, context):
        return StageOutput((), ())

    second = run_workflow(functions(crawl=nothing_new), numbered(context, 2), Silent())
    assert [r.counts.out for r in second.stages] == [0, 0, *[3] * (len(WORKFLOW) - 2)]
    third = run_workflow(functions(crawl=nothing_new), numbered(context, 3), Silent())
    assert [r.counts.in_ for r in third.stages] == [0] * len(WORKFLOW)


def test_deferred_items_come_back_once(context):
    output = StageOutput(
        (),
        tuple(
            ItemOutcome(
                item=e.url_hash, source=e.source, outcome="deferred", reason="busy", key=e.key
            )
            for e in ENTRIES
        ),
    )
    finish_stage(context, "load", output, NOW, 0.1)
    again = with_deferred(
        context.lake, "load", Manifest(run_id=RUN, stage="load", entries=ENTRIES[:1])
    )
    assert again.entries == ENTRIES[1:] + ENTRIES[:1], "what waited is older, so it comes first"
    finish_stage(context, "load", passing(again, context), NOW, 0.1)
    assert with_deferred(context.lake, "load", Manifest(run_id=RUN, stage="load")).entries == ()


def test_a_lost_item_is_noticed(context):
    lost = StageOutput((), (ItemOutcome(item="a" * 32, source="hanbit", outcome="out"),))
    with pytest.raises(ValueError, match="handed on"):
        finish_stage(context, "refine", lost, NOW, 0.1)


def test_quarantine_keeps_the_reason_and_the_key(context):
    bad = ItemOutcome(
        item="https://hanbit.example/404",
        source="hanbit",
        outcome="quarantined",
        reason="http_404",
        detail="The server answered 404.",
        key="raw/x.html",
    )
    result = finish_stage(context, "crawl", StageOutput((), (bad,)), NOW, 0.1)
    assert result.reasons == {"http_404": 1}
    (key,) = context.lake.keys(keys.QUARANTINE)
    record = QuarantineRecord.model_validate_json(context.lake.get(key))
    assert (record.item, record.reason, record.key) == (bad.item, "http_404", "raw/x.html")
