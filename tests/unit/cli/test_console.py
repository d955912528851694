"""What the command line prints is text of others: it is printed as it is, and whole."""

from __future__ import annotations

import subprocess
import sys

import pytest
import typer
from rich.table import Table

from imfact.cli import main
from imfact.cli.console import console, errors
from imfact.kit.errors import DataError

ODD = "a[/b][red]c[/] :smile: [sports]"


def printed(table=None):
    with console.capture() as paper:
        console.print(table or ODD)
    return paper.get()


def test_brackets_and_colons_are_text():
    assert printed().strip() == ODD
    table = Table("name", box=None)
    table.add_row(ODD)
    assert ODD in printed(table)


def test_an_error_is_told_in_its_own_words(monkeypatch):
    def fails():
        raise DataError(f"There is no file {ODD}.")

    app = typer.Typer()
    app.command()(fails)
    monkeypatch.setattr(main, "app", lambda: app([], standalone_mode=False))
    with errors.capture() as paper, pytest.raises(SystemExit) as left:
        main.main()
    assert left.value.code == DataError.exit_code
    assert paper.get().strip() == f"data_error There is no file {ODD}."


def test_in_a_pipe_a_table_is_as_wide_as_it_must_be():
    row = "crawl/20261129T202104Z-a2cd11/07249593e2aa00a5b16d505c352fc319"
    code = (
        "from rich.table import Table\nfrom imfact.cli.console import console\n"
        f"table = Table(box=None, show_header=False)\ntable.add_row({row!r}, 'dodam', 'http_404', {'x' * 90!r})\n"
        "console.print(table)"
    )
    # The folder and the interpreter are ours.
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert [line.split() for line in done.stdout.splitlines()] == [
        [row, "dodam", "http_404", "x" * 90]
    ]
