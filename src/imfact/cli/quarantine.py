"""`imfact quarantine`: what could not be processed, why, and giving it back."""

from __future__ import annotations

from typing import Annotated

import typer

from imfact.cli.console import console
from imfact.cli.session import open_house
from imfact.contracts.runs import StageName
from imfact.lake.quarantine import NotReplayable, Quarantined, find, quarantined, replay

app = typer.Typer(help="Items that could not be processed.", no_args_is_help=True)

StageOption = Annotated[StageName | None, typer.Option(help="Only items of this stage.")]
ReasonOption = Annotated[str | None, typer.Option(help="Only items with this reason code.")]
JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_items(
    stage: StageOption = None,
    reason: ReasonOption = None,
    every: Annotated[bool, typer.Option("--all", help="Also what was given back.")] = False,
    json: JsonFlag = False,
) -> None:
    """List what waits in quarantine with its reason."""
    with open_house() as house:
        found = _chosen(list(quarantined(house.lake, replayed=every)), stage, reason)
    if json:
        console.print_json(
            data=[{"name": one.name, **one.record.model_dump(mode="json")} for one in found]
        )
        return
    if not found:
        console.print("Quarantine is empty.")
        return
    for one in found:
        said = (one.record.source, one.record.reason, " ".join(one.record.detail.split())[:120])
        if console.is_terminal:
            # A name is there to be handed to show and replay, so it stays in one piece.
            console.print(one.name, style="bold")
            console.print(f"  {' · '.join(said)}")
        else:
            typer.echo("\t".join((one.name, *said)))  # rich would make spaces of tabs


@app.command()
def show(name: Annotated[str, typer.Argument(help="{stage}/{run_id}/{item}, as listed.")]) -> None:
    """Show one record whole, as JSON."""
    with open_house() as house:
        console.print_json(find(house.lake, name).record.model_dump_json())


@app.command("replay")
def replay_items(
    name: Annotated[
        str | None, typer.Argument(help="One record; else all that are chosen.")
    ] = None,
    stage: StageOption = None,
    reason: ReasonOption = None,
) -> None:
    """Give items back to their stage; the next `imfact run` reads them again."""
    with open_house() as house:
        if name is not None:
            replay(house.lake, find(house.lake, name), house.clock)
            console.print(f"{name} waits for the next run: imfact run")
            return
        given = left = 0
        for one in _chosen(list(quarantined(house.lake)), stage, reason):
            try:
                replay(house.lake, one, house.clock)
                given += 1
            except NotReplayable:
                left += 1
        console.print(f"{given} items wait for the next run: imfact run")
        if left:
            console.print(
                f"{left} left nothing in the lake to read again; a crawl fetches them anew."
            )


def _chosen(found: list[Quarantined], stage: str | None, reason: str | None) -> list[Quarantined]:
    return [
        one
        for one in found
        if stage in (None, one.record.stage) and reason in (None, one.record.reason)
    ]
