"""An interrupted run goes on where it ended, with the same input, and does finished stages once."""

from dataclasses import replace

import pytest

from imfact.contracts.runs import ItemOutcome, Manifest, RunPlan
from imfact.kit.errors import BackendUnavailable
from imfact.lake import keys
from imfact.lake.stage_io import StageOutput, finish_stage, stage_input
from imfact.workflow.local import run_workflow
from imfact.workflow.runs import NothingToResume, interrupted, not_ended, to_resume, unfinished
from tests.unit.workflow.test_local import (
    ENTRIES,
    NOW,
    RUN,
    Silent,
    context,  # noqa: F401 - a fixture
    functions,
    numbered,
    passing,
)


class Killed(BaseException):
    """Stands for SIGKILL: nothing of ours may catch it."""


def dying(manifest, context):  # noqa: F811
    raise Killed


def counting(calls):
    def stage(manifest, context):  # noqa: F811
        calls.append(tuple(entry.url_hash[0] for entry in manifest.entries))
        return passing(manifest, context)

    return stage


def test_a_killed_run_goes_on_at_the_stage_that_it_was_in(context):  # noqa: F811
    refined: list[tuple[str, ...]] = []
    loaded: list[tuple[str, ...]] = []
    with pytest.raises(Killed):
        run_workflow(functions(refine=counting(refined), load=dying), context, Silent())
    plan = unfinished(context.lake)
    assert plan.run_id == not_ended(context.lake) == RUN
    stages = functions(crawl=dying, refine=counting(refined), load=counting(loaded))
    report = run_workflow(stages, context, Silent(), plan=plan)
    assert report.status == "succeeded"
    assert refined == loaded == [("a", "b", "c")]
    assert not_ended(context.lake) is None
    with pytest.raises(NothingToResume):
        unfinished(context.lake)


def test_a_failed_run_can_be_resumed_and_leaves_nothing_waiting(context):  # noqa: F811
    def gone(manifest, context):
        raise BackendUnavailable("the database does not answer")

    with pytest.raises(BackendUnavailable):
        run_workflow(functions(load=gone), context, Silent())
    report = run_workflow(functions(crawl=dying), context, Silent(), plan=unfinished(context.lake))
    assert [result.counts.out for result in report.stages] == [3] * len(report.stages)
    assert list(context.lake.keys(keys.DEFERRED)) == []


def test_a_deferred_item_survives_a_kill_between_its_removal_and_the_manifest(context):  # noqa: F811
    deferred = tuple(
        ItemOutcome(item=e.url_hash, source=e.source, outcome="deferred", key=e.key)
        for e in ENTRIES
    )
    finish_stage(context, "load", StageOutput((), deferred), NOW, 0.1)
    second = numbered(context, 2)
    empty = Manifest(run_id=second.run_id, stage="load")
    assert stage_input(second, "load", empty).entries == ENTRIES
    for key in list(second.lake.keys(keys.DEFERRED)):
        second.lake.delete(key)
    assert stage_input(second, "load", empty).entries == ENTRIES


def test_a_run_may_begin_at_a_later_stage_with_a_manifest_of_its_own(context):  # noqa: F811
    given = Manifest(run_id=RUN, stage="crawl", entries=ENTRIES)
    plan = RunPlan(run_id=RUN, started_at=NOW, first="refine")
    report = run_workflow(functions(crawl=dying), context, Silent(), plan=plan, manifest=given)
    assert report.stages[0].stage == "refine"
    assert report.stages[0].counts.out == len(ENTRIES)


def test_the_named_run_is_resumed_and_an_unknown_one_refused(context):  # noqa: F811
    with pytest.raises(NothingToResume, match="start one"):
        unfinished(context.lake)
    for number in (2, 3):
        with pytest.raises(Killed):
            run_workflow(functions(load=dying), numbered(context, number), Silent())
    assert unfinished(context.lake).run_id == numbered(context, 3).run_id
    second = numbered(context, 2).run_id
    assert unfinished(context.lake, second).run_id == second
    with pytest.raises(NothingToResume):
        unfinished(context.lake, "20261124T010000Z-ffffff")


def test_the_reported_times_are_those_of_the_first_start(context):  # noqa: F811
    with pytest.raises(Killed):
        run_workflow(functions(load=dying), context, Silent())
    later = replace(context, clock=lambda: NOW.replace(hour=5))
    report = run_workflow(functions(), later, Silent(), plan=unfinished(context.lake))
    assert (report.started_at, report.finished_at.hour) == (NOW, 5)


def test_what_waits_behind_a_run_that_succeeded_is_taken_without_a_crawl(context):  # noqa: F811
    def deferring(manifest, context):
        outcomes = [
            ItemOutcome(
                item=e.url_hash, source=e.source, outcome="deferred", reason="away", key=e.key
            )
            for e in manifest.entries
        ]
        return StageOutput((), tuple(outcomes))

    given = Manifest(run_id=RUN, stage="crawl", entries=ENTRIES)
    plan = RunPlan(run_id=RUN, started_at=NOW, first="refine")
    report = run_workflow(functions(load=deferring), context, Silent(), plan=plan, manifest=given)
    assert report.status == "succeeded"
    later = numbered(context, 2)
    fresh = RunPlan(run_id=later.run_id, started_at=NOW)
    again = to_resume(context.lake, None, fresh)
    assert (again.run_id, again.first) == (later.run_id, "load")
    with pytest.raises(NothingToResume):
        to_resume(context.lake, RUN, fresh)
    report = run_workflow(functions(crawl=dying, refine=dying), later, Silent(), plan=again)
    assert report.stages[0].counts.out == len(ENTRIES)
    with pytest.raises(NothingToResume):
        to_resume(context.lake, None, fresh)


def test_runs_without_a_report_are_interrupted_ones_oldest_first(context):  # noqa: F811
    for number in (1, 3):
        with pytest.raises(Killed):
            run_workflow(functions(load=dying), numbered(context, number), Silent())
    # Neither judging again nor a single stage makes an older run forgotten.
    again = numbered(context, 4)
    plan = RunPlan(run_id=again.run_id, started_at=NOW, first="enrich")
    run_workflow(functions(), again, Silent(), plan=plan)
    finish_stage(numbered(context, 5), "load", StageOutput((), ()), NOW, 0.1)
    assert [one.run_id[-1] for one in interrupted(context.lake)] == ["1", "3"]
    run_workflow(functions(), numbered(context, 6), Silent())
    assert interrupted(context.lake) == []
