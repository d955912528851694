"""What readers get: lists, one article, the day; rights, cursors, problems."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from imfact.adapters.summariser.extractive import ExtractiveSummariser
from imfact.adapters.summariser.port import Piece
from imfact.contracts.assessment import Summary
from imfact.contracts.policy import SignalThresholds
from imfact.contracts.rights import RightsMatrix
from tests.integration.gateway.samples import (
    BODY,
    OPEN,
    SOURCES,
    START,
    article,
    upsert,
    upserts,
    verdict,
)


def hashes(answer):
    return [item["url_hash"] for item in answer.json()["items"]]


def walk(public, path, **parameters):
    """Follow ``next`` to the end; the Link header must say the same."""
    found = []
    cursor = None
    for _ in range(50):
        answer = public.get(path, params=parameters | ({"cursor": cursor} if cursor else {}))
        assert answer.status_code == 200, answer.text
        found += hashes(answer)
        cursor = answer.json()["next"]
        link = answer.links.get("next")
        if cursor is None:
            assert link is None
            return found
        assert hashes(public.get(link["url"])) == hashes(
            public.get(path, params=parameters | {"cursor": cursor})
        )
    raise AssertionError("the list does not end")


def is_problem(answer, status, code):
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code), body
    assert body["request_id"] == answer.headers["x-request-id"]
    assert body["detail"]
    return True


@pytest.mark.parametrize("limit", [1, 5, 12, 100])
def test_the_list_is_newest_first_and_whole_on_any_page_size(public, newsroom, limit):
    expected = [one.url_hash for one in reversed(newsroom)]
    assert walk(public, "/v1/articles", limit=limit) == expected


def test_articles_of_one_moment_are_all_listed(public, gateway):
    gateway.put_sources(SOURCES)
    same = [article(number, published_at=START) for number in range(7)]
    gateway.upsert_articles(upserts(same))
    gateway.put_assessments([verdict(one, trust=50) for one in same])
    expected = sorted((one.url_hash for one in same), reverse=True)
    for sort in ("newest", "least_trusted", "most_trusted"):
        assert walk(public, "/v1/articles", limit=2, sort=sort) == expected


def test_sorted_by_trust_only_judged_articles_are_listed(public, gateway, newsroom):
    gateway.upsert_articles([upsert(article(99))])
    trusts = [one.url_hash for one in newsroom]
    assert walk(public, "/v1/articles", sort="least_trusted", limit=5) == trusts
    assert walk(public, "/v1/articles", sort="most_trusted", limit=5) == trusts[::-1]
    assert len(walk(public, "/v1/articles")) == 13


def test_filters_hold_together(public, newsroom):
    chosen = [
        one.url_hash
        for number, one in enumerate(newsroom)
        if number % 2 == 1 and number % 3 == 1 and number // 4 == 1
    ]
    assert chosen
    filters = {"source": "narae", "section": "경제", "band": "unsure"}
    assert walk(public, "/v1/articles", **filters) == chosen[::-1]


def test_a_row_says_what_the_list_needs(public, newsroom):
    item = public.get("/v1/articles", params={"limit": 1}).json()["items"][0]
    assert item["source"] == {
        "slug": "narae",
        "name": "나래경제",
        "name_en": "Narae Economy",
        "homepage": "https://narae.example",
    }
    assert item["snippet"] == " ".join(BODY.split())[:120]
    assert item["revision_count"] == 1
    assert item["verdict"]["trust"] == 93
    assert item["verdict"]["marks"][0]["end"] == 3


@pytest.mark.parametrize(
    "change",
    [
        lambda cursor: cursor[:-2] + ("AA" if cursor[-2:] != "AA" else "BB"),
        lambda cursor: cursor[1:],
        lambda cursor: "x" * 40,
        lambda cursor: "한글",
        lambda cursor: "=",
        lambda cursor: "",
    ],
)
def test_an_altered_cursor_is_refused(public, newsroom, change):
    cursor = public.get("/v1/articles", params={"limit": 2}).json()["next"]
    answer = public.get("/v1/articles", params={"limit": 2, "cursor": change(cursor)})
    assert is_problem(answer, 400, "invalid_cursor")


@pytest.mark.parametrize("other", [{"band": "low"}, {"source": "narae"}, {"sort": "most_trusted"}])
def test_a_cursor_serves_its_own_filters_only(public, newsroom, other):
    cursor = public.get("/v1/articles", params={"limit": 2}).json()["next"]
    answer = public.get("/v1/articles", params={"cursor": cursor, **other})
    assert is_problem(answer, 400, "invalid_cursor")
    assert is_problem(
        public.get("/v1/search", params={"q": "버스", "cursor": cursor}), 400, "invalid_cursor"
    )


def test_one_article_whole_with_its_history(public, gateway):
    gateway.put_sources(SOURCES)
    first = article(title="해담시 버스, 이렇게 바뀐다?")
    second = article(fetched_at=first.fetched_at + timedelta(hours=2))
    summary = Summary(method="extractive", sentences=(BODY[:10],), spans=((0, 10),))
    gateway.upsert_articles([upsert(first)])
    gateway.put_assessments([verdict(first, trust=22, band="suspected")])
    gateway.upsert_articles([upsert(second, 1)])
    gateway.put_assessments([verdict(second, trust=91, summary=summary)])
    detail = public.get(f"/v1/articles/{first.url_hash}").json()
    assert (detail["show"], detail["body"], detail["author"]) == ("full", BODY, "한나래")
    assert detail["article"]["revision_count"] == 2
    assert detail["assessment"]["versions"]["text_hash"] == second.text_hash
    assert detail["summary"]["sentences"] == [BODY[:10]]
    assert [(one["number"], one["title"], one["trust"]) for one in detail["revisions"]] == [
        (1, first.title, 22),
        (2, second.title, 91),
    ]


def test_a_written_summary_says_how_it_was_made_and_leaves_the_headline_alone(public, gateway):
    gateway.put_sources(SOURCES)
    one = article()
    gateway.upsert_articles([upsert(one)])
    written = Summary(
        method="bedrock",
        sentences=("해담시 의회는 내년 버스 노선 개편안을 의결했다.",),
        spans=(),
        model_id="example-model-v1",
        prompt_version="summary_v1-0a1b2c3d",
        suggested_title="해담시 의회, 버스 노선 개편안 의결",
    )
    gateway.put_assessments([verdict(one, summary=written)])
    detail = public.get(f"/v1/articles/{one.url_hash}").json()
    assert detail["summary"] == written.model_dump(mode="json")
    assert detail["article"]["title"] == one.title
    assert [revision["title"] for revision in detail["revisions"]] == [one.title]


def test_an_unchanged_article_is_not_sent_again(public, gateway, newsroom):
    path = f"/v1/articles/{newsroom[0].url_hash}"
    tag = public.get(path).headers["etag"]
    for given in (tag, f'"other", W/{tag}', "*"):
        answer = public.get(path, headers={"If-None-Match": given})
        assert (answer.status_code, answer.content) == (304, b"")
    later = verdict(newsroom[0], trust=60, model_version="m2", judged_at=START + timedelta(1))
    gateway.put_assessments([later])
    answer = public.get(path, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.headers["etag"] != tag


@pytest.mark.parametrize("where", ["article", "source"])
@pytest.mark.parametrize("show", ["none", "snippet"])
def test_the_stricter_rights_are_obeyed(public, gateway, where, show):
    strict = RightsMatrix(show=show, summarise=False)
    on_source = SOURCES[0].model_copy(update={"rights": strict})
    gateway.put_sources([on_source if where == "source" else SOURCES[0]])
    one = article(rights=strict if where == "article" else OPEN)
    gateway.upsert_articles([upsert(one)])
    summary = Summary(method="extractive", sentences=("가.",), spans=((0, 2),))
    gateway.put_assessments([verdict(one, summary=summary)])
    answer = public.get(f"/v1/articles/{one.url_hash}")
    if show == "none":
        assert is_problem(answer, 404, "article_not_found")
        assert hashes(public.get("/v1/articles")) == []
        assert public.get("/v1/today").json()["day"] is None
        assert is_problem(
            public.get("/v1/lookup", params={"url": one.url}), 404, "article_not_found"
        )
    else:
        detail = answer.json()
        assert (detail["show"], detail["body"], detail["summary"]) == ("snippet", None, None)
        assert len(detail["article"]["snippet"]) == 120


@pytest.mark.parametrize(
    "url",
    [
        "https://haedam.example/news/3",
        "http://HAEDAM.example:80/news/3/?utm_campaign=x#top",
        "  https://haedam.example/news/3?fbclid=1 ",
    ],
)
def test_any_form_of_the_address_finds_the_article(public, newsroom, url):
    answer = public.get("/v1/lookup", params={"url": url})
    assert answer.json()["article"]["url_hash"] == newsroom[3].url_hash


@pytest.mark.parametrize(
    ("url", "status", "code"),
    [
        ("https://haedam.example/news/404", 404, "article_not_found"),
        ("ftp://haedam.example/news/1", 400, "invalid_url"),
        ("그냥 글자", 400, "invalid_url"),
        ("", 400, "invalid_url"),
        ("https://" + "a" * 3_000, 400, "invalid_url"),
        ("http://[::1", 400, "invalid_url"),
    ],
)
def test_addresses_that_lead_nowhere(public, newsroom, url, status, code):
    assert is_problem(public.get("/v1/lookup", params={"url": url}), status, code)


def test_today_is_the_newest_judged_day_in_seoul(public, gateway, newsroom):
    late = START.replace(hour=15, minute=30) - timedelta(days=1)  # 00:30 of the same day in Seoul
    early = START.replace(hour=14, minute=30) - timedelta(days=1)  # 23:30 of the day before
    for number, moment in ((50, late), (51, early)):
        one = article(number, published_at=moment)
        gateway.upsert_articles([upsert(one)])
        gateway.put_assessments([verdict(one, trust=50, band="unsure")])
    gateway.upsert_articles([upsert(article(60, published_at=START + timedelta(days=1)))])
    today = public.get("/v1/today").json()
    assert (today["day"], today["is_today"]) == ("2026-11-23", True)
    assert today["counts"] == {"suspected": 4, "unsure": 5, "low": 4}
    assert len(today["points"]) == 13
    assert today["points"][0] == {
        "url_hash": newsroom[0].url_hash,
        "title": newsroom[0].title,
        "trust": 5,
        "band": "suspected",
    }
    assert today["sections"] == ["경제", "문화", "사회"]


def test_an_empty_house_answers(public):
    assert public.get("/v1/articles").json() == {"items": [], "next": None}
    today = public.get("/v1/today").json()
    assert (today["day"], today["points"], today["is_today"]) == (None, [], False)
    assert public.get("/v1/sources").json() == []
    ready = public.get("/health/ready").json()
    assert ready == {
        "status": "ok",
        "parts": {"database": "ok", "search": "no index yet", "models": "2026-11-24-v1"},
    }
    assert public.get("/health/live").json()["status"] == "ok"


def test_sources_and_method(public, newsroom):
    assert [one["slug"] for one in public.get("/v1/sources").json()] == ["narae", "haedam"]
    method = public.get("/v1/method").json()
    assert method["model_version"] == "2026-11-24-v1"
    assert method["match"] == method["coherence"] == {"threshold": 0.4, "unsure_band": [0.3, 0.5]}


def test_the_method_brings_the_figures_of_the_model_in_force(public):
    quality = public.get("/v1/method").json()["quality"]
    assert len(quality["reliability"]) == 6
    assert quality["risk_coverage"][1] == {"risk": 0.1, "coverage": 0.78}
    first = quality["figures"][0]
    assert (first["value"], first["baseline"], first["rows"]) == (0.87, 0.83, 450)
    assert "not by people" in first["readings"]
    assert quality["weaknesses_ko"] == ["짧은 제목에 약합니다."]


def test_a_signal_with_thresholds_of_its_own_has_its_marks(public, engine):
    match = SignalThresholds(
        T=0.5, unsure_band=(0.3, 0.7), assumed_base_rate=0.1, derived_from="a test"
    )
    bench = engine._bench
    thresholds = bench.policy.thresholds.model_copy(update={"match": match, "coherence": None})
    engine._bench = engine.bench(bench.policy.model_copy(update={"thresholds": thresholds}))
    method = public.get("/v1/method").json()
    assert method["match"] == {"threshold": 0.5, "unsure_band": [0.3, 0.7]}
    assert method["coherence"] is None


def test_a_model_without_figures_says_so(public, engine, monkeypatch):
    monkeypatch.setattr(engine, "_quality", None)
    assert public.get("/v1/method").json()["quality"] is None


def test_a_pasted_text_never_goes_to_a_language_model(public, engine, monkeypatch):
    seen: list[Piece] = []
    monkeypatch.setattr(engine, "_summariser", Watching(seen, ExtractiveSummariser()))
    answer = public.post("/v1/assess", json={"title": "해담시 버스", "body": BODY}).json()
    assert [piece.written for piece in seen] == [False]
    assert answer["summary"]["method"] == "extractive"


class Watching:
    """A summariser that remembers what it was asked."""

    def __init__(self, seen, real):
        self._seen = seen
        self._real = real

    def summarise(self, pieces):
        self._seen += pieces
        return self._real.summarise(pieces)


def test_a_pasted_headline_is_judged(public):
    title = "충격! 해담시 버스, 도대체 무슨 일이?"
    answer = public.post("/v1/assess", json={"title": title, "body": BODY}).json()
    assert answer["verdict"]["trust"] == answer["assessment"]["trust"]
    assert answer["verdict"]["marks"]
    assert answer["assessment"]["signals"]["style"]["p"] is not None
    bare = public.post("/v1/assess", json={"title": title}).json()
    assert bare["summary"] is None


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"title": ""}, 422),
        ({"title": "  "}, 400),
        ({}, 422),
        ({"title": "가" * 1_001}, 422),
        ({"title": "가", "more": 1}, 422),
        ([], 422),
    ],
)
def test_an_unusable_headline_is_a_problem(public, body, status):
    assert is_problem(public.post("/v1/assess", json=body), status, "invalid_request")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/nothing", 404, "not_found"),
        ("GET", "/nothing", 404, "not_found"),
        ("DELETE", "/v1/articles", 405, "method_not_allowed"),
        ("GET", "/v1/articles/zz", 422, "invalid_request"),
        ("GET", "/v1/articles?limit=101", 422, "invalid_request"),
        ("GET", "/v1/articles?band=none", 422, "invalid_request"),
        ("GET", "/v1/articles?source=..%2F", 422, "invalid_request"),
        ("GET", "/v1/articles?section=%00", 422, "invalid_request"),
        ("GET", "/internal/v1/documents", 404, "not_found"),
    ],
)
def test_every_refusal_is_a_problem(public, method, path, status, code):
    assert is_problem(public.request(method, path), status, code)


def test_a_body_beyond_all_limits_is_refused_unread(public):
    longest = json.dumps({"title": "가람시 버스 요금 인상", "body": "\U0001f525" * 100_000})
    assert len(longest) > 1_200_000
    kind = {"Content-Type": "application/json"}
    assert public.post("/v1/assess", content=longest, headers=kind).status_code == 200
    answer = public.post("/v1/assess", content=b"{" + b" " * 3 * 2**20, headers=kind)
    assert is_problem(answer, 413, "too_large")


@pytest.mark.parametrize("path", ["/", "/v1/sources", "/health/live", "/v1/nothing"])
def test_head_is_answered_as_get_is_without_the_body(public, path):
    whole, head = public.get(path), public.head(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    for name in ("content-type", "content-length"):
        assert head.headers[name] == whole.headers[name]


def test_the_request_id_is_kept_or_made(public):
    assert public.get("/v1/sources", headers={"X-Request-Id": "abc-1"}).headers["x-request-id"] == (
        "abc-1"
    )
    strange = public.get("/v1/sources", headers={"X-Request-Id": "a b\t<>"})
    assert len(strange.headers["x-request-id"]) == 32
