"""Serves the newsroom on loopback, one port an outlet; for the demo and for tests only."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType, TracebackType
from typing import NamedTuple, Self

from imfact.bundled.newsroom.content import Edition, Outlet, load_outlets
from imfact.bundled.newsroom.feeds import (
    ROBOTS_PATH,
    RSS_PATH,
    SITEMAP_PATH,
    news_sitemap,
    robots,
    rss,
)
from imfact.bundled.newsroom.oldpages import MORE_PREFIX, rest_of
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
    location: str | None = None


_MISSING = Answer(HTTPStatus.NOT_FOUND, _HTML, "<h1>없는 페이지입니다</h1>\n".encode())


class Newsroom:
    """The outlets' servers on 127.0.0.1; a context manager.

    Args:
        base_port: The first outlet's port, the others follow; 0 takes free ones.
        epoch: The moment the articles are dated back from; the present hour where None. The same
            epoch gives the same bytes.
        edition: What the outlets print, until ``publish`` changes it.
    """

    def __init__(
        self, base_port: int = 0, epoch: datetime | None = None, edition: Edition = 1
    ) -> None:
        self._base_port = base_port
        self.epoch = epoch or utc_now().replace(minute=0, second=0, microsecond=0)
        self.publish(edition)
        self._servers: list[ThreadingHTTPServer] = []
        self._stopped = threading.Event()

    def publish(self, edition: Edition) -> None:
        """Serve ``edition`` from now on."""
        self.edition = edition
        self.outlets = load_outlets(self.epoch, edition)
        self._answers = {outlet.slug: _answers(outlet) for outlet in self.outlets}

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
                server = ThreadingHTTPServer(
                    (LOOPBACK, port), _handler(partial(self._find, outlet.slug))
                )
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

    def _find(self, slug: str, path: str) -> Answer:
        return self._answers[slug].get(path, _MISSING)

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
    # An old site's server does not know what charset its pages are in.
    html, xml = (_HTML, _XML) if outlet.charset == "utf-8" else ("text/html", "text/xml")
    found = {story.path: (html, article_page(outlet, story)) for story in outlet.stories}
    if outlet.layout == "folded":
        found |= {MORE_PREFIX + story.path: (html, rest_of(story)) for story in outlet.stories}
    found["/"] = (html, front_page(outlet))
    found["/photo.svg"] = ("image/svg+xml", _PHOTO)
    found[ROBOTS_PATH] = (_TEXT, robots(outlet))
    if "rss" in outlet.feeds:
        found[RSS_PATH] = (xml, rss(outlet))
    if "news_sitemap" in outlet.feeds:
        found[SITEMAP_PATH] = (xml, news_sitemap(outlet))
    answers = {
        path: Answer(HTTPStatus.OK, kind, text.encode(outlet.charset.replace("euc-kr", "cp949")))
        for path, (kind, text) in found.items()
    }
    gone = Answer(HTTPStatus.GONE, html, b"<h1>410 Gone</h1>\n")
    answers |= {story.path: gone for story in outlet.stories if story.gone}
    if outlet.failing is not None:
        error = Answer(HTTPStatus.INTERNAL_SERVER_ERROR, _TEXT, b"Internal Server Error\n")
        answers[outlet.failing.path] = error
    if outlet.looping is not None:
        here, there = outlet.looping.path, f"{outlet.looping.path}/view"
        answers[here] = Answer(HTTPStatus.FOUND, html, b"", there)
        answers[there] = Answer(HTTPStatus.FOUND, html, b"", here)
    return answers


def _handler(find: Callable[[str], Answer]) -> type[BaseHTTPRequestHandler]:
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
            answer = find(self.path.split("?")[0])
            self.send_response(answer.status)
            if answer.location is not None:
                self.send_header("Location", answer.location)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.data)))
            self.end_headers()
            if with_body:
                self.wfile.write(answer.data)

    return Handler
