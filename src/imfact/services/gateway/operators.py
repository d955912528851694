"""The operators' page: /metrics, on a listener of its own that only this machine reaches.

It is not the public application: how much is read, judged or waits is nobody else's business.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

import structlog
import uvicorn
from fastapi import FastAPI, Response

from imfact.adapters.metrics.port import Metrics
from imfact.adapters.search.port import SearchEngine
from imfact.contracts import metrics as names
from imfact.kit.errors import ConfigError, ImfactError
from imfact.services.gateway.db import outbox
from imfact.services.gateway.db.database import Database
from imfact.services.problems import install_problems

HOST = "127.0.0.1"

Measure = Callable[[], object]
"""Sets gauges of one part. Raises an ImfactError where the part is away."""

_log = structlog.get_logger(__name__)


def create_operators_app(metrics: Metrics, measures: Mapping[str, Measure]) -> FastAPI:
    """Return the application of /metrics; ``measures`` are asked at each reading, by their part."""
    app = FastAPI(title="imfact operators", openapi_url=None, docs_url=None, redoc_url=None)
    install_problems(app)
    reading = threading.Lock()

    @app.get("/metrics")
    def read_metrics() -> Response:
        """Give the figures of this process, and the state of the parts as it is now."""
        with reading:
            for part, measure in measures.items():
                metrics.gauge(names.PART_UP, _answers(part, measure), part=part)
            page = metrics.exposition()
        if page is None:
            return Response(status_code=204)
        return Response(page.body, media_type=page.media_type)

    return app


def measure_index(metrics: Metrics, search: SearchEngine, database: Database) -> None:
    """Set the gauges of the index: which version readers see, and how far it is behind."""
    version = search.current()
    metrics.gauge(names.INDEX_VERSION, version or 0)
    cursor = 0 if version is None else search.record(version).cursor
    with database.transaction() as connection:
        number, seconds = outbox.waiting(connection, cursor)
    metrics.gauge(names.OUTBOX_WAITING, number)
    metrics.gauge(names.INDEX_LAG_SECONDS, seconds)


def _answers(part: str, measure: Measure) -> int:
    try:
        measure()
    except ImfactError as exc:
        _log.warning("part_not_measured", part=part, code=exc.code)
        return 0
    return 1


class OperatorsListener(AbstractContextManager["OperatorsListener"]):
    """Serves an application on loopback in a thread, beside the public server.

    Raises:
        ConfigError: the port is taken.
    """

    def __init__(self, app: FastAPI, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((HOST, port))
            # From now on a scraper waits instead of being refused.
            self._socket.listen()
        except (OSError, OverflowError) as exc:
            self._socket.close()
            raise ConfigError(
                f"Port {port} for /metrics is taken or none; write another in IMFACT_METRICS=prometheus:PORT."
            ) from exc
        self.address = f"http://{HOST}:{self._socket.getsockname()[1]}/metrics"
        config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), name="operators", daemon=True
        )

    def __enter__(self) -> Self:
        """Start to serve."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, when the answer that is being given is out."""
        self._server.should_exit = True
        self._thread.join(5)
        self._socket.close()
