"""`imfact index`: the pairs of indices and their aliases."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table

from imfact.bootstrap.house import House
from imfact.bootstrap.stages import index_lock, index_parts, rebuild_index
from imfact.cli.console import console
from imfact.cli.session import open_house
from imfact.pipeline.index.check import CheckResult, check
from imfact.pipeline.index.switch import roll_back, swap_to
from imfact.pipeline.index.versions import NoSuchIndex, is_whole, previous_version, prune

app = typer.Typer(help="The search indices.", no_args_is_help=True)

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_versions(json: JsonFlag = False) -> None:
    """List the index versions with their sizes; the current one is marked."""
    with open_house() as house:
        rows = [_described(house, version) for version in house.search.versions()]
        halves = house.search.halves()
    if json:
        console.print_json(data={"versions": rows, "halves": halves})
        return
    if not rows:
        console.print("There is no index yet; `imfact run` or `imfact index build` makes one.")
    elif console.is_terminal:
        table = Table(*rows[0], box=None)
        for row in rows:
            table.add_row(*(str(value) for value in row.values()))
        console.print(table)
    else:
        for row in rows:
            # rich would make spaces of tabs
            typer.echo("\t".join(str(value) for value in row.values()))
    for half in halves:
        console.print(f"v{half} is half an index, left by a crash; the next build deletes it")


@app.command()
def build(json: JsonFlag = False) -> None:
    """Build all indices anew beside the current ones, check them, and swap both aliases at once."""
    with open_house() as house:
        result = rebuild_index(house)
    _say(result, json, "is current")


@app.command("check")
def check_current(json: JsonFlag = False) -> None:
    """Compare the current version with the database: count, checksum, golden queries."""
    with open_house() as house:
        current = house.search.current()
        if current is None:
            raise NoSuchIndex("There is no index yet; run `imfact index build`.")
        result = check(index_parts(house), current)
    if json or not result.problems:
        _say(result, json, "is what the database says")
    result.require()


@app.command()
def swap(
    version: Annotated[int, typer.Argument(help="A whole version, see `imfact index list`.")],
    json: JsonFlag = False,
) -> None:
    """Bring a kept version up to date, check it, and point both aliases to it."""
    with open_house() as house, index_lock(house, "swap"):
        result = swap_to(index_parts(house), version)
    _say(result, json, "is current")


@app.command()
def rollback(json: JsonFlag = False) -> None:
    """Go back to the version before the current one, brought up to date and checked."""
    with open_house() as house, index_lock(house, "rollback"):
        result = roll_back(index_parts(house))
    _say(result, json, "is current")


@app.command("prune")
def prune_versions(json: JsonFlag = False) -> None:
    """Delete every version but the current one and the one before it, half-built ones too."""
    with open_house() as house, index_lock(house, "prune"):
        engine = house.search
        if engine.current() is None:
            raise NoSuchIndex(
                "No version is current; nothing is deleted. Run `imfact index build`."
            )
        try:
            keep: tuple[int, ...] = (previous_version(engine),)
        except NoSuchIndex:
            keep = ()
        gone = prune(engine, keep)
    if json:
        console.print_json(data={"deleted": gone})
    else:
        console.print("deleted: " + (", ".join(f"v{each}" for each in gone) or "nothing"))


def _say(result: CheckResult, json: bool, state: str) -> None:
    if json:
        console.print_json(data=asdict(result))
        return
    console.print(
        f"v{result.version} {state}: {result.text} texts, {result.vector} vectors, "
        f"{result.golden} golden queries"
    )


# Any: values of a row of the list.
def _described(house: House, version: int) -> dict[str, Any]:
    engine = house.search
    text, vector = engine.count(version)
    if version == engine.current():
        state = "current"
    else:
        state = "ready" if is_whole(engine, version) else "half built"
    return {
        "engine": engine.name,
        "version": version,
        "text": text,
        "vector": vector,
        "state": state,
        "cursor": engine.record(version).cursor,
    }
