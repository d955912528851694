"""`imfact run` and `imfact stage`: the pipeline, whole or one stage of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, get_args

import typer
from rich.text import Text

from imfact.bootstrap.house import House
from imfact.bootstrap.notifiers import open_teller
from imfact.bootstrap.stages import Stages, rebuild_index
from imfact.cli.console import console, errors
from imfact.cli.progress import RunProgress, summary
from imfact.cli.session import open_house
from imfact.contracts.runs import Manifest, RunPlan, RunReport, StageName
from imfact.kit.errors import BackendUnavailable, ConfigError
from imfact.kit.ids import RunId, new_run_id
from imfact.lake.contents import FIRST_STAGE, Zone, starting_manifest
from imfact.lake.stage_io import read_manifest
from imfact.pipeline.notify.measuring import measure_run
from imfact.workflow.definition import step_of
from imfact.workflow.local import run_stage, run_workflow
from imfact.workflow.lock import RunLock, release_aborted
from imfact.workflow.reports import write_report
from imfact.workflow.runs import interrupted, plan_of, report_of, result_of, to_resume

JsonFlag = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]


def run(
    resume: Annotated[
        bool,
        typer.Option(
            "--resume", help="Go on with the run that was interrupted, or take what waits."
        ),
    ] = False,
    run_id: Annotated[
        str | None, typer.Option("--run-id", help="With --resume: the run; else the newest.")
    ] = None,
    origin: Annotated[
        Zone | None,
        typer.Option(
            "--from", help="Begin with everything that lies in this zone instead of a crawl."
        ),
    ] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Build the indices anew when the run has ended.")
    ] = False,
    give_up: Annotated[
        str | None,
        typer.Option(
            "--give-up",
            metavar="RUN_ID",
            help="End an interrupted run instead of going on with it.",
        ),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Run the pipeline once: crawl, refine, load, embed, group, enrich, index."""
    if run_id is not None and not resume:
        raise ConfigError("--run-id names the run that --resume goes on with; add --resume.")
    if resume and origin is not None:
        raise ConfigError("A resumed run goes on from where it was; leave --from out.")
    with open_house() as house:
        if give_up is not None:
            _give_up(house, give_up)
            return
        plan = None
        if resume:
            now = house.clock()
            fresh = RunPlan(run_id=new_run_id(now), started_at=now)
            plan = to_resume(house.lake, run_id, fresh)
        report = run_once(house, quiet=json, plan=plan, origin=origin)
        if json:
            typer.echo(report.model_dump_json(by_alias=True, indent=2))
        else:
            console.print(summary(report))
            console.print(
                Text.assemble(
                    "\nNext: ", ("imfact up", "bold"), ", or ", ("imfact search", "bold"), " WORDS"
                )
            )
        if rebuild:
            errors.print(f"index v{rebuild_index(house).version} is current")
        raise_if_a_backend_was_away(report)


def stage(
    name: Annotated[str, typer.Argument(help=f"One of {', '.join(get_args(StageName))}.")],
    manifest: Annotated[
        str | None,
        typer.Option(help="Key of the manifest to read; without it, only what was deferred."),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Run one stage over a manifest of the lake; running it twice changes nothing."""
    step = next((step_of(known) for known in get_args(StageName) if known == name), None)
    if step is None:
        raise ConfigError(
            f"There is no stage {name!r}; use one of {', '.join(get_args(StageName))}."
        )
    with open_house() as house:
        context = house.stage_context()
        entries = (
            read_manifest(house.lake, manifest)
            if manifest
            else Manifest(run_id=context.run_id, stage=step.stage)
        )
        with RunLock(house.lake, context.run_id), RunProgress(errors, quiet=json) as progress:
            result = run_stage(
                step, Stages(house).functions()[step.stage], entries, context, progress
            )
    if json:
        typer.echo(result.model_dump_json(by_alias=True, indent=2))
    else:
        console.print(f"handed on: {result.manifest_key}")


def run_once(
    house: House,
    quiet: bool,
    *,
    plan: RunPlan | None = None,
    origin: Zone | None = None,
    sources: Sequence[str] | None = None,
) -> RunReport:
    """Run the workflow with its progress on stderr and return the report.

    A new run first goes on with those that were killed: what they captured is known by now, so no
    crawl hands it on again. Where one of them crawls anew, that is the crawl that was asked for.

    Args:
        house: The parts.
        quiet: No progress.
        plan: Of the run to resume; a new run where None.
        origin: Zone of the lake to begin a new run with; the sources' feeds where None.
        sources: Slugs to crawl, all where None.
    """
    for killed in interrupted(house.lake) if plan is None else ():
        crawls = killed.first == "crawl" and result_of(house.lake, killed.run_id, "crawl") is None
        if crawls and origin is not None:
            continue  # no feed was asked for; its captures are in the zone
        report = _run(house, quiet, killed, None, sources)
        if not quiet:
            errors.print(f"run {killed.run_id}, which was interrupted, is through")
        if crawls:
            return report
    manifest = None
    if plan is None:
        now = house.clock()
        plan = RunPlan(run_id=new_run_id(now), started_at=now)
        if origin is not None:
            plan = plan.model_copy(update={"first": FIRST_STAGE[origin]})
            manifest = starting_manifest(house.lake, origin, plan.run_id)
    return _run(house, quiet, plan, manifest, sources)


def _give_up(house: House, run_id: str) -> None:
    """End a run that was interrupted, so that none goes on with it; what it captured stays.

    Of an execution of the state machine that was aborted, the lock is given back too.

    Raises:
        ConfigError: it has ended.
        LockHeld: it goes on.
        NothingToResume: there is no such run.
    """
    if report_of(house.lake, run_id) is not None:
        raise ConfigError(f"Run {run_id} has ended; there is nothing to give up.")
    plan_of(house.lake, run_id)
    release_aborted(house.lake, run_id)
    with RunLock(house.lake, RunId(run_id)):
        write_report(house.lake, run_id, house.clock, "It was given up.")
    console.print(f"run {run_id} is given up; what it captured stays")
    console.print(Text.assemble("Next: ", ("imfact run --from raw", "bold"), " takes that too"))


def _run(
    house: House,
    quiet: bool,
    plan: RunPlan,
    manifest: Manifest | None,
    sources: Sequence[str] | None,
) -> RunReport:
    context = replace(house.stage_context(), run_id=RunId(plan.run_id))
    tell = open_teller(house.settings.notify, house.lake)

    def ended(report: RunReport) -> None:
        measure_run(report, house.metrics)
        tell(report)

    with RunProgress(errors, quiet=quiet) as progress:
        return run_workflow(
            Stages(house, sources).functions(),
            context,
            progress,
            plan=plan,
            manifest=manifest,
            ended=ended,
        )


def raise_if_a_backend_was_away(report: RunReport) -> None:
    """Exit with 75 where items wait because a part of ours did not answer, so that cron notices."""
    for result in report.stages:
        if result.stage != "crawl" and result.counts.deferred:
            raise BackendUnavailable(
                f"{result.counts.deferred} items of stage {result.stage} wait for the next run; "
                f"see {result.outcomes_key}, mend the cause, then run `imfact run --resume`."
            )
