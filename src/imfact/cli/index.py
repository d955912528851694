"""`imfact index`: the pairs of indices and their aliases."""

from __future__ import annotations

import typer
from rich.table import Table

from imfact.bootstrap.stages import rebuild_index
from imfact.cli.console import console
from imfact.cli.session import open_house

app = typer.Typer(help="The search indices.", no_args_is_help=True)


@app.command("list")
def list_versions() -> None:
    """List the index versions with their sizes; the current one is marked."""
    with open_house() as house:
        current = house.search.current()
        table = Table(box=None)
        for column in ("engine", "version", "text", "vector", ""):
            table.add_column(column)
        for version in house.search.versions():
            text, vector = house.search.count(version)
            mark = "current" if version == current else ""
            table.add_row(house.search.name, f"v{version}", str(text), str(vector), mark)
        console.print(table)


@app.command()
def build() -> None:
    """Build all indices anew beside the current ones, check them, and swap both aliases at once."""
    with open_house() as house:
        version = rebuild_index(house)
        text, vector = house.search.count(version)
        console.print(f"v{version} is current: {text} texts, {vector} vectors")
