"""`imfact model`: versions of the registry and the pointer."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from imfact.cli.console import console
from imfact.cli.session import open_house
from imfact.registry.install import install_bundled
from imfact.registry.pointer import promote as move_pointer
from imfact.registry.pointer import read_pointer
from imfact.registry.versions import list_versions, show_version, verify_version

app = typer.Typer(help="The model registry.", no_args_is_help=True)


@app.command("list")
def list_models() -> None:
    """List the versions of the registry; the current one is marked."""
    with open_house() as house:
        current = read_pointer(house.models).target
        table = Table(box=None)
        for column in ("kind", "version", "", "description"):
            table.add_column(column)
        for version in list_versions(house.models, "clickbait"):
            meta = show_version(house.models, "clickbait", version)
            mark = "current" if version == current else ""
            table.add_row("clickbait", version, mark, meta.description)
        for version in list_versions(house.models, "encoder"):
            meta = show_version(house.models, "encoder", version)
            table.add_row("encoder", version, "", meta.description)
        console.print(table)


@app.command()
def show(
    version: Annotated[str | None, typer.Argument(help="Without it, the current one.")] = None,
) -> None:
    """Print a clickbait version's meta.json: data, readings, figures, provenance."""
    with open_house() as house:
        target = version or read_pointer(house.models).target
        typer.echo(show_version(house.models, "clickbait", target).model_dump_json(indent=2))


@app.command()
def verify() -> None:
    """Check every file of every version against its checksum, then the golden outputs."""
    with open_house() as house:
        for version in list_versions(house.models, "encoder"):
            verify_version(house.models, "encoder", version)
        for version in list_versions(house.models, "clickbait"):
            verify_version(house.models, "clickbait", version)
        house.ai.method()
        console.print("all files and golden outputs are as they should be")


@app.command()
def promote(
    version: Annotated[str, typer.Argument(help="The version that becomes current.")],
) -> None:
    """Make a version current, forward or back; only the pointer changes."""
    with open_house() as house:
        move_pointer(house.models, version)
        console.print(f"current: {version}")


@app.command()
def install(
    repair: Annotated[
        bool, typer.Option("--repair", help="Put altered bundled versions back as they were.")
    ] = False,
) -> None:
    """Install the bundled versions that the registry lacks."""
    with open_house() as house:
        written = install_bundled(house.models, repair=repair)
        console.print(f"{len(written)} files written")
