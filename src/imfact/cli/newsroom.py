"""`imfact newsroom`: serve the bundled sample newsroom on loopback."""

from __future__ import annotations

import time
from typing import Annotated, cast

import typer

from imfact.bootstrap.newsroom import sample_newsroom
from imfact.bundled.newsroom.content import Edition
from imfact.cli.console import console
from imfact.cli.session import open_house


def newsroom(
    port: Annotated[
        int, typer.Option(min=0, max=65_531, help="First of five ports; 0 takes free ones.")
    ] = 0,
    edition: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=2,
            help="1: as first printed; 2: hours later, with edited headlines and a page taken "
            "down. Without it, what this instance saw last.",
        ),
    ] = None,
) -> None:
    """Serve five fictional outlets until interrupted; `imfact run` finds them meanwhile."""
    chosen = cast("Edition | None", edition)  # typer knows no Literal of numbers
    with open_house() as house, sample_newsroom(house, port, chosen) as running:
        for host, address in running.overrides.items():
            console.print(f"{host}  http://{address}/")
        console.print("Ctrl-C ends it.")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            console.print("ended")
