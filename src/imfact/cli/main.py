"""The command line's entry point: all commands, and how errors end a process."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.text import Text

from imfact import __version__
from imfact.cli import (
    assess,
    db,
    exports,
    imports,
    index,
    model,
    newsroom,
    policy,
    quarantine,
    report,
    rescore,
    run,
    search,
    takedown,
    train,
    up,
)
from imfact.cli.console import errors
from imfact.kit.errors import ImfactError

app = typer.Typer(
    name="imfact",
    help="How far a Korean news headline can be trusted: collect, judge, search, serve.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command("up")(up.up)
app.command("run")(run.run)
app.command("stage")(run.stage)
app.command("rescore")(rescore.rescore)
app.command("report")(report.report)
app.command("newsroom")(newsroom.newsroom)
app.command("assess")(assess.assess)
app.command("train")(train.train)
app.command("search")(search.search)
app.command("takedown")(takedown.takedown)
app.add_typer(imports.app, name="import")
app.add_typer(exports.app, name="export")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(index.app, name="index")
app.add_typer(model.app, name="model")
app.add_typer(policy.app, name="policy")
app.add_typer(db.app, name="db")


def _version(value: bool) -> None:
    if value:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Settings come from the environment (docs/settings.md); IMFACT_VAR names the data folder."""


def main() -> None:
    """Run a command; an error of ours prints one line and exits with its own code."""
    try:
        app()
    except ImfactError as exc:
        errors.print(Text.assemble((exc.code, "bold red"), f" {exc.message}"))
        sys.exit(exc.exit_code)
