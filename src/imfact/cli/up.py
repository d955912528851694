"""`imfact up`: database, AI service, gateway and web app in one process."""

from __future__ import annotations

import contextlib
import signal
import socket
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

_WAITING = 2_048


def up(
    newsroom: Annotated[
        bool,
        typer.Option("--newsroom", help="Crawl and judge the bundled sample newsroom first."),
    ] = False,
) -> None:
    """Serve the web app and the API."""
    with open_house() as house, contextlib.ExitStack() as stack:
        # Taken before anything else: who waits minutes for the newsroom must not learn of it then.
        listening = stack.enter_context(_bound(house.settings.host, house.settings.port))
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
        address = _address(listening)
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
        config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=5)
        uvicorn.Server(config).run(sockets=[listening])


def _bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens at the gateway's address. Raises ConfigError.

    Whoever comes before the parts are loaded waits instead of being refused; and without listening
    a second instance could take the same port.
    """
    try:
        ((family, kind, protocol, _, address), *_) = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        bound = socket.socket(family, kind, protocol)
    except OSError as exc:
        raise _not_usable(host, port, exc) from exc
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen(_WAITING)
    except OSError as exc:
        bound.close()
        raise _not_usable(host, port, exc) from exc
    return bound


def _not_usable(host: str, port: int, exc: OSError) -> ConfigError:
    return ConfigError(
        f"Nothing can be served at {host}, port {port}: {exc.strerror}. "
        "Choose another IMFACT_PORT, or mend IMFACT_HOST."
    )


def _address(bound: socket.socket) -> str:
    """Return the address as a browser takes it; port 0 has become a real one."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if bound.family == socket.AF_INET6 else f"http://{host}:{port}"


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)
