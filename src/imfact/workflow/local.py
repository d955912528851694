"""Runs the workflow on one machine: stages in order in this process."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

import structlog

from imfact.contracts.runs import Manifest, RunReport, StageName, StageResult
from imfact.kit.errors import ImfactError
from imfact.lake import keys
from imfact.lake.stage_io import (
    StageContext,
    StageFunction,
    defer_all,
    finish_stage,
    with_deferred,
)
from imfact.workflow.definition import WORKFLOW, Step

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

    A failure of the whole stage keeps its input for the next run before it is raised.
    """
    listener.stage_started(step.stage)
    context = replace(
        context, progress=lambda done, total: listener.progress(step.stage, done, total)
    )
    manifest = with_deferred(context.lake, step.stage, manifest)
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
    functions: Mapping[StageName, StageFunction], context: StageContext, listener: Listener
) -> RunReport:
    """Run all stages in order and write the run's report.

    Raises:
        ImfactError: a stage failed as a whole; the report is written before, and what the stage was
            to do waits for the next run.
    """
    started_at = context.clock()
    results: list[StageResult] = []
    manifests: dict[StageName | None, Manifest] = {}
    for step in WORKFLOW:
        empty = Manifest(run_id=context.run_id, stage=step.stage)
        try:
            result = run_stage(
                step, functions[step.stage], manifests.get(step.reads, empty), context, listener
            )
        except ImfactError as exc:
            failed = RunReport(
                run_id=context.run_id,
                status="failed",
                started_at=started_at,
                finished_at=context.clock(),
                stages=tuple(results),
                failed_stage=step.stage,
                error=f"{exc.code}: {exc.message}",
            )
            _write(context, failed)
            raise
        results.append(result)
        manifests[step.stage] = Manifest.model_validate_json(context.lake.get(result.manifest_key))
    report = RunReport(
        run_id=context.run_id,
        status="succeeded",
        started_at=started_at,
        finished_at=context.clock(),
        stages=tuple(results),
    )
    _write(context, report)
    return report


def _write(context: StageContext, report: RunReport) -> None:
    data = report.model_dump_json(indent=1, by_alias=True).encode()
    context.lake.put(keys.run_report(context.run_id), data)
