"""`imfact report`: how a run ended, on the terminal, as JSON or as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from imfact.cli.console import console, errors
from imfact.cli.progress import summary
from imfact.cli.session import open_house
from imfact.kit.errors import NotFoundError
from imfact.pipeline.notify.report import notice_of
from imfact.store.whole_file import whole_file
from imfact.workflow.runs import newest_report, not_ended, report_of


def report(
    run_id: Annotated[str | None, typer.Argument(help="The run; else the newest.")] = None,
    html: Annotated[
        Path | None, typer.Option(help="Write it as a page to this file instead.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Show how a run ended: counts by stage and source, with reasons; the page adds items."""
    with open_house() as house:
        found = report_of(house.lake, run_id) if run_id else newest_report(house.lake)
        if run_id is None and (open_run := not_ended(house.lake)):
            errors.print(
                f"Run {open_run} has not ended: it goes on, or was interrupted and goes on with "
                "imfact run --resume."
            )
        if found is None:
            raise NotFoundError(
                f"There is no report of {run_id or 'any run'}; imfact run makes one."
            )
        if html is not None:
            with whole_file(html) as partial:
                partial.write_text(notice_of(found, house.lake).html, "utf-8")
            console.print(f"{html}")
        elif json:
            typer.echo(found.model_dump_json(by_alias=True, indent=2))
        else:
            console.print(summary(found))
