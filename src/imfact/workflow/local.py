"""Runs the workflow on one machine: stages in order in this process, resumable after each of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

import structlog

from imfact.contracts.runs import Manifest, RunPlan, RunReport, StageName, StageResult
from imfact.kit.errors import ImfactError
from imfact.lake.stage_io import (
    StageContext,
    StageFunction,
    defer_all,
    finish_stage,
    read_manifest,
    stage_input,
)
from imfact.workflow.definition import Step, steps_from
from imfact.workflow.lock import RunLock
from imfact.workflow.reports import write_report
from imfact.workflow.runs import begin, result_of

log = structlog.get_logger(__name__)


class Listener(Protocol):
    """Watches a run; the terminal's progress lines are one."""

    def stage_started(self, stage: StageName) -> None:
        """A stage begins."""

    def progress(self, stage: StageName, done: int, total: int | None) -> None:
        """``done`` of ``total`` items (None while unknown) are through."""

    def stage_finished(self, result: StageResult) -> None:
        """A stage ended with these counts."""


def run_stage(
    step: Step,
    function: StageFunction,
    manifest: Manifest,
    context: StageContext,
    listener: Listener,
) -> StageResult:
    """Run one stage over ``manifest`` and what it deferred earlier.

    What it works on is written first, so that the same stage of an interrupted run does the same.
    A failure of the whole stage keeps its input for the next run before it is raised.
    """
    listener.stage_started(step.stage)
    context = replace(
        context, progress=lambda done, total: listener.progress(step.stage, done, total)
    )
    manifest = stage_input(context, step.stage, manifest)
    started_at, started = context.clock(), time.perf_counter()
    try:
        output = function(manifest, context)
    except ImfactError:
        defer_all(context.lake, step.stage, manifest)
        raise
    result = finish_stage(context, step.stage, output, started_at, time.perf_counter() - started)
    log.info("stage_finished", stage=step.stage, **result.counts.model_dump(by_alias=True))
    listener.stage_finished(result)
    return result


def run_workflow(
    functions: Mapping[StageName, StageFunction],
    context: StageContext,
    listener: Listener,
    *,
    plan: RunPlan | None = None,
    manifest: Manifest | None = None,
    ended: Callable[[RunReport], object] = lambda _report: None,
) -> RunReport:
    """Run the stages in order and write the run's report; stages that ended before are not run again.

    Args:
        functions: Every stage by its name.
        context: The run; its ``run_id`` is that of an interrupted run to go on with it.
        listener: Is told what happens.
        plan: What the run set out to do; all stages from the first where None.
        manifest: Input of the plan's first stage, where that does not find its own.
        ended: Is told the report when it is written, of a failed run too.

    Raises:
        LockHeld: another run is going on; nothing was done.
        ConflictError: the run lost its lock to another one.
        ImfactError: a stage failed as a whole; the report is written before, and what the stage was
            to do waits for the next run.
    """
    with RunLock(context.lake, context.run_id) as lock:
        plan = plan or RunPlan(run_id=context.run_id, started_at=context.clock())
        begin(context.lake, plan, manifest)
        manifests: dict[StageName | None, Manifest] = {}
        for step in steps_from(plan.first):
            lock.require()
            result = result_of(context.lake, context.run_id, step.stage)
            try:
                if result is None:
                    empty = Manifest(run_id=context.run_id, stage=step.stage)
                    given = manifests.get(step.reads, empty)
                    result = run_stage(step, functions[step.stage], given, context, listener)
            except ImfactError as exc:
                error = f"{exc.code}: {exc.message}"
                ended(write_report(context.lake, context.run_id, context.clock, error))
                raise
            manifests[step.stage] = read_manifest(context.lake, result.manifest_key)
        report = write_report(context.lake, context.run_id, context.clock, None)
        ended(report)
        return report
