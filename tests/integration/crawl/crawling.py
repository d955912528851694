"""Crawls over servers on loopback, and a small server that answers as it is told."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path

from imfact.bundled.newsroom.content import SLUGS
from imfact.contracts.runs import ItemOutcome, Manifest
from imfact.contracts.source import Feed, Source
from imfact.kit.clock import utc_now
from imfact.kit.ids import RunId
from imfact.kit.urls import normalise_url, url_hash
from imfact.lake.stage_io import StageContext, StageOutput, finish_stage
from imfact.pipeline.crawl.stage import run
from imfact.store.objects import ObjectStore

RUN = RunId("20261124T030000Z-abcdef")
LATER = RunId("20261124T040000Z-abcdef")
EPOCH = datetime(2026, 11, 24, 3, tzinfo=UTC)


def crawl(
    folder: Path,
    sources: list[Source],
    overrides: dict[str, str],
    limit: int = 5_000_000,
    tombstones: frozenset[str] = frozenset(),
    run_id: RunId = RUN,
    browser: str | None = None,
    quarantined: frozenset[tuple[str, str]] = frozenset(),
) -> tuple[StageOutput, ObjectStore]:
    url = f"file://{folder}"
    lake = ObjectStore.open(url)
    context = StageContext(run_id, lake, utc_now, lambda _done, _total: None)
    output = run(
        Manifest(run_id=run_id, stage="crawl"),
        context,
        lake_url=url,
        sources=sources,
        page_limit_bytes=limit,
        host_overrides=overrides,
        browser=browser,
        tombstones=tombstones,
        quarantined=quarantined,
        timeout_seconds=2,
    )
    finish_stage(context, "crawl", output, utc_now(), 1.0)
    return output, lake


def reasons(output: StageOutput) -> Counter[tuple[str, str | None]]:
    return Counter((outcome.outcome, outcome.reason) for outcome in output.outcomes)


def fate_of(output: StageOutput, address: str) -> ItemOutcome:
    identity = url_hash(normalise_url(address))
    return next(outcome for outcome in output.outcomes if outcome.item == identity)


def bundled_sources(*slugs: str) -> list[Source]:
    folder = files("imfact.bundled").joinpath("policy/sources")
    read = [
        Source.model_validate_json(folder.joinpath(f"{slug}.json").read_bytes())
        for slug in slugs or SLUGS
    ]
    return [source.model_copy(update={"delay_seconds": 0.0}) for source in read]


PAGE = "<!doctype html><html><body><h1>제목</h1></body></html>".encode()


@dataclass
class Site:
    """What a small server answers, and what it was asked; a body of None never comes."""

    answers: dict[str, tuple[int, dict[str, str], bytes | None]]
    asked: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    most_at_once: int = 0
    address: str = ""


@contextmanager
def serve(site: Site) -> Iterator[Site]:
    lock, over = threading.Lock(), threading.Event()
    present = 0

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            nonlocal present
            with lock:
                present += 1
                site.most_at_once = max(site.most_at_once, present)
                headers = self.headers
                site.asked.append((self.path, headers.get("User-Agent"), headers.get("Cookie")))
            status, extra, body = site.answers.get(self.path, (404, {}, b""))
            if body is None:
                over.wait(10)
            self.send_response(status)
            for name, value in extra.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")
            with lock:
                present -= 1

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *args: object) -> None:
            """The crawler hangs up on purpose."""

    server = Server(("127.0.0.1", 0), Handler)
    site.address = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def rss_of(*addresses: str) -> bytes:
    items = "".join(f"<item><link>{address}</link></item>" for address in addresses)
    return f"<rss><channel>{items}</channel></rss>".encode()


def source_of(slug: str, *feeds: str) -> Source:
    return Source(
        slug=slug,
        name=slug,
        homepage=f"https://{slug}.example/",
        feeds=tuple(Feed(kind="rss", url=url) for url in feeds),
        delay_seconds=0.0,
    )
