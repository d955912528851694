"""`imfact newsroom`: serve the bundled sample newsroom on loopback."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from imfact.bootstrap.newsroom import sample_newsroom
from imfact.cli.console import console
from imfact.cli.session import open_house


def newsroom(
    port: Annotated[
        int, typer.Option(min=0, max=65_533, help="First of three ports; 0 takes free ones.")
    ] = 0,
) -> None:
    """Serve three fictional outlets until interrupted; `imfact run` finds them meanwhile."""
    with open_house() as house, sample_newsroom(house, port) as running:
        for host, address in running.overrides.items():
            console.print(f"{host}  http://{address}/")
        console.print("Ctrl-C ends it.")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            console.print("ended")
