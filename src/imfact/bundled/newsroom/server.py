"""Serves the newsroom on loopback, one port an outlet; for the demo and for tests only."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType, TracebackType
from typing import NamedTuple, Self

from imfact.bundled.newsroom.content import Outlet, load_outlets
from imfact.bundled.newsroom.feeds import (
    ROBOTS_PATH,
    RSS_PATH,
    SITEMAP_PATH,
    news_sitemap,
    robots,
    rss,
)
from imfact.bundled.newsroom.pages import article_page, front_page
from imfact.kit.clock import utc_now

LOOPBACK = "127.0.0.1"
_HTML, _XML, _TEXT = "text/html; charset=utf-8", "application/xml; charset=utf-8", "text/plain"
_PHOTO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360">'
    '<rect width="640" height="360" fill="#dde3ea"/></svg>'
)


class Answer(NamedTuple):
    """What an address answers with."""

    status: HTTPStatus
    content_type: str
    data: bytes


class Newsroom:
    """Three servers on 127.0.0.1; a context manager.

    Args:
        base_port: The first outlet's port, the others follow; 0 takes free ones.
        epoch: The moment the articles are dated back from; the present hour where None. The same
            epoch gives the same bytes.
    """

    def __init__(self, base_port: int = 0, epoch: datetime | None = None) -> None:
        self._base_port = base_port
        self.epoch = epoch or utc_now().replace(minute=0, second=0, microsecond=0)
        self.outlets = load_outlets(self.epoch)
        self._servers: list[ThreadingHTTPServer] = []
        self._stopped = threading.Event()

    @property
    def overrides(self) -> Mapping[str, str]:
        """Where each outlet's public host is served: host → ``127.0.0.1:port``."""
        return MappingProxyType(
            {
                outlet.host: f"{LOOPBACK}:{server.server_address[1]}"
                for outlet, server in zip(self.outlets, self._servers, strict=False)
            }
        )

    def start(self) -> Self:
        """Bind all ports and serve in background threads. Raises OSError where a port is taken."""
        try:
            for number, outlet in enumerate(self.outlets):
                port = self._base_port and self._base_port + number
                server = ThreadingHTTPServer((LOOPBACK, port), _handler(_answers(outlet)))
                self._servers.append(server)
        except OSError:
            for server in self._servers:
                server.server_close()
            self._servers.clear()
            raise
        for server in self._servers:
            threading.Thread(
                target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
            ).start()
        self._stopped.clear()
        return self

    def stop(self) -> None:
        """Stop serving and free the ports."""
        for server in self._servers:
            server.shutdown()
            server.server_close()
        self._servers.clear()
        self._stopped.set()

    def serve_forever(self) -> None:
        """Start, then wait until ``stop`` is called or the process is interrupted."""
        with self:
            self._stopped.wait()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()


def _answers(outlet: Outlet) -> dict[str, Answer]:
    """Return everything ``outlet`` answers, by path; any other path is a 404."""
    found = {story.path: (_HTML, article_page(outlet, story)) for story in outlet.stories}
    found["/"] = (_HTML, front_page(outlet))
    found["/photo.svg"] = ("image/svg+xml", _PHOTO)
    found[ROBOTS_PATH] = (_TEXT, robots(outlet))
    if "rss" in outlet.feeds:
        found[RSS_PATH] = (_XML, rss(outlet))
    if "news_sitemap" in outlet.feeds:
        found[SITEMAP_PATH] = (_XML, news_sitemap(outlet))
    answers = {
        path: Answer(HTTPStatus.OK, kind, text.encode()) for path, (kind, text) in found.items()
    }
    if outlet.failing is not None:
        error = Answer(HTTPStatus.INTERNAL_SERVER_ERROR, _TEXT, b"Internal Server Error\n")
        answers[outlet.failing.path] = error
    return answers


def _handler(answers: Mapping[str, Answer]) -> type[BaseHTTPRequestHandler]:
    missing = Answer(HTTPStatus.NOT_FOUND, _HTML, "<h1>없는 페이지입니다</h1>\n".encode())

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "newsroom"
        sys_version = ""
        timeout = 10

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
            """Stay quiet: the demo's terminal belongs to the run."""

        def _answer(self, *, with_body: bool) -> None:
            answer = answers.get(self.path.split("?")[0], missing)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.data)))
            self.end_headers()
            if with_body:
                self.wfile.write(answer.data)

    return Handler
