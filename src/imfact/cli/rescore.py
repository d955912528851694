"""`imfact rescore`: judge again what was judged by other versions than those in force."""

from __future__ import annotations

from typing import Annotated

import typer

from imfact.bootstrap.house import House
from imfact.bootstrap.notifiers import open_notifiers
from imfact.bootstrap.stages import Stages
from imfact.cli.console import console, errors
from imfact.cli.progress import RunProgress, summary
from imfact.cli.run import raise_if_a_backend_was_away
from imfact.cli.session import open_house
from imfact.contracts.runs import RunReport
from imfact.pipeline.notify.measuring import measure_run
from imfact.pipeline.notify.telling import tell
from imfact.workflow.local import run_workflow
from imfact.workflow.rescoring import Rescoring, Versions, outdated


def rescore(
    limit: Annotated[
        int | None, typer.Option(min=1, help="At most so many articles; later ones another time.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how many.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Judge again the articles whose verdicts rest on another model, policy or encoder.

    Earlier verdicts stay in the database. Interrupted, it goes on with `imfact run --resume`, or
    with another `imfact rescore`, which finds only what is left.
    """
    with open_house() as house:
        found = find_outdated(house, limit)
        if dry_run or not found.entries:
            if json:
                console.print_json(data={"to_judge": len(found.entries)})
            else:
                console.print(f"{len(found.entries)} articles are to be judged again.")
            return
        report = run_rescoring(house, found, quiet=json)
        if json:
            typer.echo(report.model_dump_json(by_alias=True, indent=2))
        else:
            console.print(summary(report))
        raise_if_a_backend_was_away(report)


def find_outdated(house: House, limit: int | None = None) -> Rescoring:
    """Return the articles of ``house`` that are not judged by the versions in force for them."""
    serving = house.judging.holder.serving

    def wanted(url_hash: str | None) -> Versions:
        judge = serving.judge_of(url_hash)
        return judge.model_version, judge.encoder_version, judge.policy_version

    # With a canary two sets of versions are in force, and the database cannot tell whose turn it is.
    but_not = wanted(None) if serving.wanted.canary is None else None
    return outdated(house.gateway.standing_verdicts(but_not), wanted, limit)


def run_rescoring(house: House, found: Rescoring, *, quiet: bool) -> RunReport:
    """Run the stages from the first that these articles need; return the run's report."""
    context = house.stage_context()
    notifiers = open_notifiers(house.settings.notify)
    plan, manifest = found.plan(context)

    def ended(report: RunReport) -> None:
        measure_run(report, house.metrics)
        tell(report, house.lake, notifiers)

    with RunProgress(errors, quiet=quiet) as progress:
        return run_workflow(
            Stages(house).functions(),
            context,
            progress,
            plan=plan,
            manifest=manifest,
            ended=ended,
        )
