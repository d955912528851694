"""`imfact db`: the schema of the single source of truth, and a stop for the embedded server."""

from __future__ import annotations

from pathlib import Path

import typer

from imfact.cli.console import console
from imfact.cli.session import open_house
from imfact.services.gateway.db.schema import current_version, newest_version, upgrade
from imfact.settings import Settings

app = typer.Typer(help="The database: status, migrate, stop.", no_args_is_help=True)


@app.command()
def status() -> None:
    """Print where the database is, which schema version it has and which this code needs."""
    with open_house() as house:
        console.print(f"database  {house.settings.database}")
        console.print(f"schema    {current_version(house.bare_database) or 'empty'}")
        console.print(f"needed    {newest_version()}")


@app.command()
def migrate() -> None:
    """Bring the schema to the newest version; `up` and `run` do it as well."""
    with open_house() as house:
        upgrade(house.bare_database)
        console.print(f"schema    {current_version(house.bare_database)}")


@app.command()
def stop() -> None:
    """Stop the embedded server whoever uses it; needed after a process of ours was killed only."""
    database = Settings.load().database
    scheme, _, folder = database.partition(":")
    if scheme != "embedded":
        console.print(f"{scheme} is not embedded; nothing to stop")
        return
    from imfact.services.gateway.db.embedded import stop as stop_server

    console.print("stopped" if stop_server(Path(folder)) else "it was not running")
