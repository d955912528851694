"""`imfact up`: database, AI service, gateway and web app in one process."""

from __future__ import annotations

import contextlib
import signal
import sys
from types import FrameType
from typing import Annotated

import typer
import uvicorn
from rich.text import Text

from imfact.bootstrap.metering import operators_listener
from imfact.bootstrap.newsroom import edited_sources, publish_second_edition, sample_newsroom
from imfact.bootstrap.stages import layers
from imfact.cli.console import console, errors
from imfact.cli.progress import summary
from imfact.cli.run import run_once
from imfact.cli.session import open_house
from imfact.kit.errors import ConfigError
from imfact.pipeline.takedown.removal import reconcile


def up(
    newsroom: Annotated[
        bool,
        typer.Option("--newsroom", help="Crawl and judge the bundled sample newsroom first."),
    ] = False,
) -> None:
    """Serve the web app and the API."""
    with open_house() as house, contextlib.ExitStack() as stack:
        if newsroom:
            outlets = stack.enter_context(sample_newsroom(house, 0))
            console.print(summary(run_once(house, quiet=False)))
            if outlets.edition == 1:
                # Hours later: headlines were edited. Only those outlets are asked again.
                publish_second_edition(house, outlets)
                console.print("\n몇 시간 뒤, 고친 기사  Hours later: edited articles")
                later = run_once(house, quiet=False, sources=edited_sources())
                console.print(summary(later))
        # A database restored from a backup must not show again what was taken down since.
        reconcile(layers(house))
        app = house.web_app()
        address = f"http://{house.settings.host}:{house.settings.port}"
        console.print(Text.assemble("\n웹 Web      ", (f"{address}/", "bold")))
        console.print(f"API          {address}/v1/articles")
        try:
            listener = stack.enter_context(operators_listener(house))
        except ConfigError as exc:
            # Readers come first: a second instance on a machine serves them all the same.
            errors.print(Text.assemble("지표 Metrics  ", (exc.message, "yellow")))
        else:
            if listener is not None:
                console.print(f"지표 Metrics  {listener.address}")
        console.print(f"자료 Data    {house.settings.var}")
        console.print("끝내기 Stop  Ctrl-C")
        # uvicorn raises the signal again when it has stopped; parts must still be closed then.
        signal.signal(signal.SIGTERM, _leave)
        uvicorn.run(
            app,
            host=house.settings.host,
            port=house.settings.port,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=5,
        )


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)
