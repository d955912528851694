"""Pages a second of refine beside plain trafilatura with metadata, in one process, in turns."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from html import escape
from pathlib import Path

import trafilatura

from bench.captures import capture_of
from bench.texts import articles
from imfact.contracts.rights import RightsMatrix
from imfact.kit.errors import DataError
from imfact.lake.warc import WarcPage, read_warc
from imfact.pipeline.refine.article import Limits, Page, refine_page

_LIMITS = Limits(5_000_000, 120)
_ARTICLES = int(os.environ.get("BENCH_ARTICLES", "200").split(",")[0])
_LEAST = 0.7


def main() -> None:
    """Print both speeds and their ratio; real pages where IMFACT_EVAL_DATA has an archive of them."""
    ours = plain = 0.0
    pages = 0
    for page in _pages():
        pages += 1
        # In turns, so that a busy machine slows both alike; the first of two pays no cache twice.
        if pages % 2:
            ours += _refine_seconds(page)
            plain += _plain_seconds(page)
        else:
            plain += _plain_seconds(page)
            ours += _refine_seconds(page)
    print(f"refine            {pages / ours:6.1f} pages/s over {pages} pages")
    print(f"trafilatura alone {pages / plain:6.1f} pages/s with metadata")
    print(f"ratio             {plain / ours:6.2f} (at least {_LEAST})")


def _refine_seconds(page: Page) -> float:
    started = time.process_time()
    with suppress(DataError):
        refine_page(page, _LIMITS)
    return time.process_time() - started


def _plain_seconds(page: Page) -> float:
    started = time.process_time()
    trafilatura.bare_extraction(page.data, url=page.meta.url, with_metadata=True)
    return time.process_time() - started


def _pages() -> Iterator[Page]:
    archive = Path(os.environ.get("IMFACT_EVAL_DATA", "")) / "html" / "pages.warc.gz"
    if archive.is_file():
        for record in read_warc(archive, _LIMITS.page_bytes):
            if isinstance(record, WarcPage):
                yield _page(record.url, record.page)
        return
    print("no IMFACT_EVAL_DATA: generated pages")
    for number, article in enumerate(articles(_ARTICLES)):
        body = "".join(f"<p>{escape(text)}</p>" for text in article.paragraphs)
        html = f"<html lang=ko><body><article><h1>{escape(article.title)}</h1>{body}</article></body></html>"
        yield _page(f"https://bench.example/{number}", html.encode())


def _page(url: str, data: bytes) -> Page:
    meta = capture_of(url, data, html_key="raw/bench/2026/11/24/page.html")
    return Page(meta, data, "", RightsMatrix())
