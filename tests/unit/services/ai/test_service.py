"""Cache, refusal and bad input, as whoever calls the service over HTTP meets them."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from imfact.adapters.summariser.extractive import ExtractiveSummariser
from imfact.contracts.ai_api import AssessItem
from imfact.services.ai.app import create_app
from imfact.services.ai.batching import BatchLimits
from imfact.services.ai.cache import VerdictCache, key_of
from imfact.services.ai.holder import ModelHolder
from imfact.services.ai.service import JudgingService
from tests.encoders import MarkClassifier
from tests.unit.services.ai.conftest import NOW, MakeEngine

TITLE = "가람시 도서관 세 곳, 결국 문 열었다!"
VERSIONS = ("m1", "e1", "p1")


def assess(http, *items, **more):
    return http.post("/v1/assess", json={"items": list(items), **more})


def test_the_same_text_is_judged_once_and_again_as_of_now(
    make_engine: MakeEngine, classifier: MarkClassifier
):
    later = NOW + timedelta(hours=1)
    service = JudgingService(ModelHolder.fixed(make_engine()), clock=lambda: later)
    with TestClient(create_app(service)) as http:
        item = {"title": TITLE, "body": "문을 열었다."}
        first = assess(http, item).json()["items"][0]
        again = assess(http, item, {"title": "다른 제목이다"}).json()["items"][0]
    assert len(classifier.seen) == 2
    moment = first["assessment"].pop("judged_at"), again["assessment"].pop("judged_at")
    assert first == again
    assert moment == (NOW.isoformat().replace("+00:00", "Z"), "2026-11-24T05:30:00Z")
    counted = service.counters.read()
    assert (counted.cache_hits, counted.cache_misses) == (1, 2)


@pytest.mark.parametrize(
    "other",
    [
        {"title": TITLE + " "},
        {"body": "본문이 다르다."},
        {"paywalled": True},
        {"summarise": True},
    ],
)
def test_what_changes_the_answer_changes_the_key(other):
    item = AssessItem(title=TITLE, body="본문이다.")
    changed = item.model_copy(update=other)
    assert key_of(item, VERSIONS, reasons=True) != key_of(changed, VERSIONS, reasons=True)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_each_version_is_part_of_the_key(place):
    item = AssessItem(title=TITLE)
    versions = [*VERSIONS]
    versions[place] = "another"
    other = key_of(item, (versions[0], versions[1], versions[2]), reasons=True)
    assert key_of(item, VERSIONS, reasons=True) != other
    assert key_of(item, VERSIONS, reasons=True) != key_of(item, VERSIONS, reasons=False)


def test_the_cache_forgets_the_unused_and_the_old(make_engine: MakeEngine):
    now = [0.0]
    cache = VerdictCache(2, seconds=10, clock=lambda: now[0])
    (assessed,) = make_engine().assess([AssessItem(title=TITLE)])
    keys = [key_of(AssessItem(title=f"제목 {n}"), VERSIONS, reasons=True) for n in range(3)]
    cache.put(keys[0], assessed)
    cache.put(keys[1], assessed)
    assert cache.get(keys[0]) is assessed
    cache.put(keys[2], assessed)
    assert [cache.get(key) is None for key in keys] == [False, True, False]
    now[0] = 11.0
    assert cache.get(keys[0]) is None


def test_a_full_queue_answers_503_and_when_to_come_back(
    make_engine: MakeEngine, classifier: MarkClassifier, monkeypatch
):
    entered, leave = threading.Event(), threading.Event()
    real = MarkClassifier.logits

    def slow(self, inputs):
        entered.set()
        assert leave.wait(10)
        return real(self, inputs)

    monkeypatch.setattr(MarkClassifier, "logits", slow)
    limits = BatchLimits(most=1, wait_seconds=0, capacity=2)
    service = JudgingService(ModelHolder.fixed(make_engine()), limits=limits)
    with TestClient(create_app(service)) as http, ThreadPoolExecutor(2) as pool:
        running = pool.submit(assess, http, {"title": "첫째 제목"})
        assert entered.wait(10)
        waiting = pool.submit(assess, http, {"title": "둘째 제목"}, {"title": "셋째 제목"})
        while service.counters.read().queue_depth < 2:
            assert not waiting.done()
        refused = assess(http, {"title": "넷째 제목"})
        # The loop is free while the models work.
        assert http.get("/health").status_code == 200
        leave.set()
        assert running.result(10).status_code == waiting.result(10).status_code == 200
    assert refused.status_code == 503
    assert refused.headers["content-type"] == "application/problem+json"
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.json()["code"] == "queue_full"


def test_a_verdict_does_not_wait_for_a_summary_that_is_being_written(
    make_engine: MakeEngine, monkeypatch
):
    asked, leave = threading.Event(), threading.Event()

    def slow(self, pieces):
        if pieces:
            asked.set()
            assert leave.wait(10)
        return [None for _ in pieces]

    monkeypatch.setattr(ExtractiveSummariser, "summarise", slow)
    service = JudgingService(ModelHolder.fixed(make_engine()))
    with TestClient(create_app(service)) as http, ThreadPoolExecutor(2) as pool:
        body = "가람시 도서관이 문을 열었다."
        written = pool.submit(assess, http, {"title": TITLE, "body": body, "summarise": True})
        assert asked.wait(10)
        bare = pool.submit(assess, http, {"title": TITLE, "body": body})
        try:
            assert bare.result(10).status_code == 200
            assert not written.done()
        finally:
            leave.set()
        assert written.result(10).status_code == 200


BAD = {
    "empty": ("", 422, None),
    "one character": ("가", 200, "too_short"),
    "white space": (" \n\t ", 200, "too_short"),
    "very long": ("가나다 라마 " * 14_286, 200, "no_body"),
    "one endless word": ("가" * 100_000, 200, "no_body"),
    "endless marks": ("가?!" * 33_333, 200, "no_body"),
    "English": ("You will not believe what happened next", 200, "not_korean"),
    "emoji only": ("😀🎉🔥🔥🔥😱", 200, "not_korean"),
    "control characters": ("\x00\x01\x02\x1b\x7f\u200b", 200, "too_short"),
    "control characters inside": ("가람시\x00 도서관\x1b[31m 열어\x07", 200, "no_body"),
    "right to left": ("\u202e가람시 도서관 열어\u202c", 200, "no_body"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_headlines_are_unsure_or_refused(make_engine: MakeEngine, name: str):
    title, status, reason = BAD[name]
    with TestClient(create_app(make_engine())) as http:
        answer = assess(http, {"title": title})
    assert answer.status_code == status
    if reason is None:
        assert answer.json()["code"] == "invalid_request"
        return
    verdict = answer.json()["items"][0]["assessment"]
    assert verdict["band"] == "unsure"
    assert verdict["unsure_reason"] == reason
    assert verdict["sentence_ko"]


@pytest.mark.parametrize("title", [title for title, status, _ in BAD.values() if status == 200])
def test_bad_bodies_are_judged_or_unsure(make_engine: MakeEngine, title: str):
    with TestClient(create_app(make_engine())) as http:
        answer = assess(http, {"title": TITLE, "body": title, "summarise": True})
    assert answer.status_code == 200
    assert answer.json()["items"][0]["assessment"]["sentence_ko"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b'{"items": [{"title": "\x01"}]}',
        b'{"items": [{"title": "\xff\xfe"}]}',
        json.dumps({"items": [{"title": "\ud800 \ud800 \ud800 \ud800"}]}).encode(),
        b'{"items": [{"title": null}]}',
        b'{"items": [{"title": "t", "url_hash": "../../etc"}]}',
    ],
)
def test_what_is_no_request_is_a_problem(make_engine: MakeEngine, raw: bytes):
    with TestClient(create_app(make_engine())) as http:
        answer = http.post("/v1/assess", content=raw, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
