"""Fifty swaps under ten requests a second: no failed, no empty, no mixed answer; both engines.

Versions hold one half of the articles or the other, in turn, and one query finds every article: an
answer that took words from one version and vectors from the next would name articles of both halves.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import httpx2
import pytest

from imfact.contracts.search import IndexRecord, SearchDocument
from tests.adapters.search_engines import ENGINES, opened
from tests.integration.gateway.conftest import served
from tests.integration.gateway.samples import SOURCES, article, upserts

SWAPS = 50
SECONDS = 10.0
PER_SECOND = 10
QUERY = "해담시 버스 노선"


@pytest.fixture(params=ENGINES)
def swapping(request, tmp_path):
    with opened(request.param, tmp_path / "indices") as engine:
        yield engine


@pytest.fixture
def halves(gateway):
    gateway.put_sources(SOURCES)
    articles = [article(number, title=f"해담시 버스 노선 {number}번 개편") for number in range(12)]
    gateway.upsert_articles(upserts(articles))
    return articles[:6], articles[6:]


def documents(gateway, encoder, articles):
    rows = gateway.documents([one.url_hash for one in articles])
    vectors = encoder.encode([row.title for row in rows])
    return [
        SearchDocument(
            **row.model_dump(exclude={"text_hash", "part_key"}), vector=tuple(vector.tolist())
        )
        for row, vector in zip(rows, vectors, strict=True)
    ]


def add(engine, version, found):
    engine.create(version)
    engine.write(version, found)
    engine.put_record(version, IndexRecord(ready=True))


def test_fifty_swaps_under_requests(swapping, parts, gateway, encoder, halves):
    written = [documents(gateway, encoder, half) for half in halves]
    names = [{one.url_hash for one in half} for half in halves]
    add(swapping, 1, written[1])
    add(swapping, 2, written[0])
    swapping.swap(1)
    answers: list[tuple[int, set[str]]] = []
    swaps: list[int | None] = []

    def ask(client, number):
        mode = ("hybrid", "hybrid", "text", "vector")[number % 4]
        answer = client.get("/v1/search", params={"q": QUERY, "mode": mode, "limit": 50})
        items = answer.json().get("items", [])
        answers.append((answer.status_code, {item["article"]["url_hash"] for item in items}))

    def swap_on(ended):
        """Every fifth time, a new version comes and the oldest goes, as after a build."""
        kept = [1, 2]
        for number in range(SWAPS):
            due = began + SECONDS * number / SWAPS
            ended.wait(max(0.0, due - time.monotonic()))
            if number % 5 == 4:
                fresh = kept[-1] + 1
                add(swapping, fresh, written[fresh % 2])
                kept.append(fresh)
                swapping.swap(fresh)
                swapping.drop(kept.pop(0))
            else:
                swapping.swap(next(each for each in kept if each != swapping.current()))
            swaps.append(swapping.current())

    with (
        served(replace(parts, search=swapping)) as address,
        httpx2.Client(base_url=address, timeout=20) as client,
        ThreadPoolExecutor(PER_SECOND) as pool,
    ):
        ask(client, 0)
        began, ended = time.monotonic(), threading.Event()
        swapper = pool.submit(swap_on, ended)
        asked: list[Future[None]] = []
        while not swapper.done():
            asked.append(pool.submit(ask, client, len(asked)))
            ended.wait(1 / PER_SECOND)
        swapper.result()
        for each in asked:
            each.result()

    assert len(swaps) == SWAPS
    assert len({*swaps}) >= 10
    assert len(answers) >= SECONDS * PER_SECOND * 0.8
    assert {status for status, _ in answers} == {200}
    assert all(found in names for _, found in answers)
    # Both halves were seen, so the swaps did reach the readers.
    assert {min(found) for _, found in answers} == {min(each) for each in names}
