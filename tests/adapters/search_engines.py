"""The engines that the search suite runs on, and the documents that it writes.

LanceDB always runs, in a folder of its own. OpenSearch runs where ``IMFACT_TEST_OPENSEARCH`` holds its
address, under index names of its own; else its half is skipped, or fails where
``IMFACT_REQUIRE_OPENSEARCH=1`` forbids to skip it.
"""

from __future__ import annotations

import math
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from imfact.adapters.search.lancedb import LanceSearch
from imfact.adapters.search.names import IndexAliases
from imfact.adapters.search.opensearch import OpenSearchEngine
from imfact.adapters.search.port import SearchEngine
from imfact.contracts.assessment import Band
from imfact.contracts.search import SearchDocument, SearchFilters

ENGINES = ("lancedb", "opensearch")
ALL = SearchFilters()


@contextmanager
def opened(kind: str, folder: Path) -> Iterator[SearchEngine]:
    """Open an empty engine of ``kind`` and take away what it made."""
    aliases = IndexAliases.with_prefix(f"t{secrets.token_hex(6)}_")
    if kind == "lancedb":
        lance = LanceSearch(folder, aliases)
        yield lance
        lance.close()
        return
    url = os.environ.get("IMFACT_TEST_OPENSEARCH")
    if not url:
        reason = "IMFACT_TEST_OPENSEARCH is not set: start one with make opensearch"
        if os.environ.get("IMFACT_REQUIRE_OPENSEARCH") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    engine = OpenSearchEngine(url, aliases)
    try:
        yield engine
    finally:
        engine._client.indices.delete(index=",".join(aliases.patterns), ignore_unavailable=True)
        engine.close()


def url_hash(number: int) -> str:
    return f"{number:032x}"


def direction(degrees: float) -> tuple[float, ...]:
    """A unit vector; the cosine of two is that of the angle between them."""
    angle = math.radians(degrees)
    return (math.cos(angle), math.sin(angle), *([0.0] * 382))


def document(
    number: int,
    title: str = "오늘의 소식",
    body: str = "새로 전할 내용이 없다.",
    *,
    source: str = "duru",
    section: str | None = None,
    band: Band | None = None,
    degrees: float = 0.0,
) -> SearchDocument:
    return SearchDocument(
        url_hash=url_hash(number),
        title=title,
        body=body,
        source=source,
        section=section,
        band=band,
        published_at=datetime(2026, 11, 24, tzinfo=UTC),
        vector=direction(degrees),
    )
