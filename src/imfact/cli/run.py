"""`imfact run` and `imfact stage`: the pipeline, whole or one stage of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, get_args

import typer

from imfact.bootstrap.house import House
from imfact.bootstrap.stages import Stages
from imfact.cli.console import console, errors
from imfact.cli.progress import RunProgress, summary
from imfact.cli.session import open_house
from imfact.contracts.runs import Manifest, RunReport, StageName
from imfact.kit.errors import BackendUnavailable, ConfigError
from imfact.lake.stage_io import read_manifest
from imfact.workflow.definition import step_of
from imfact.workflow.local import run_stage, run_workflow

JsonFlag = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]


def run(json: JsonFlag = False) -> None:
    """Run the pipeline once: crawl, refine, load, embed, enrich, index."""
    with open_house() as house:
        report = run_once(house, quiet=json)
        if json:
            typer.echo(report.model_dump_json(by_alias=True, indent=2))
        else:
            console.print(summary(report))
            console.print("\nNext: [bold]imfact up[/], or [bold]imfact search[/] WORDS")
        _raise_if_a_backend_was_away(report)


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
        with RunProgress(errors, quiet=json) as progress:
            result = run_stage(
                step, Stages(house).functions()[step.stage], entries, context, progress
            )
    if json:
        typer.echo(result.model_dump_json(by_alias=True, indent=2))
    else:
        console.print(f"handed on: {result.manifest_key}")


def run_once(house: House, quiet: bool, sources: Sequence[str] | None = None) -> RunReport:
    """Run the workflow with its progress on stderr and return the report.

    ``sources`` are the slugs to crawl, all where None.
    """
    with RunProgress(errors, quiet=quiet) as progress:
        return run_workflow(Stages(house, sources).functions(), house.stage_context(), progress)


def _raise_if_a_backend_was_away(report: RunReport) -> None:
    """Exit with 75 where items wait because a part of ours did not answer, so that cron notices."""
    for result in report.stages:
        if result.stage != "crawl" and result.counts.deferred:
            raise BackendUnavailable(
                f"{result.counts.deferred} items of stage {result.stage} wait for the next run; "
                f"see {result.outcomes_key}, mend the cause and run `imfact run` again."
            )
