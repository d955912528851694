"""Calls to a service: what is retried, what errors become, and that nothing waits for ever."""

from __future__ import annotations

import threading

import httpx2
import pytest
from fastapi import FastAPI
from pydantic import BaseModel

from imfact.adapters.search.port import SearchFull, SearchUnavailable
from imfact.clients.transport import (
    LONGEST_PAUSE_SECONDS,
    ServiceConnection,
    in_process_transport,
    retrying,
)
from imfact.kit.errors import (
    BackendUnavailable,
    ConfigError,
    ConflictError,
    ContractError,
    DataError,
    ImfactError,
    NotFoundError,
    QualityError,
    RightsError,
    TooLarge,
)


class Said(BaseModel):
    word: str


def connection(handler, **options):
    return ServiceConnection(
        "http://service",
        setting="IMFACT_SERVICE_TOKEN",
        transport=httpx2.MockTransport(handler),
        backoff_seconds=0.001,
        **options,
    )


def problem(status, code):
    return httpx2.Response(status, json={"code": code, "detail": "what happened", "status": status})


def test_a_transient_failure_is_tried_again_with_growing_pauses():
    pauses: list[float] = []
    calls = []

    def call():
        calls.append(1)
        if len(calls) < 4:
            raise BackendUnavailable("away")
        return "there"

    assert retrying(call, attempts=4, backoff_seconds=1.0, sleep=pauses.append) == "there"
    for pause, full in zip(pauses, (1, 2, 4), strict=True):
        assert full * 0.5 <= pause <= full * 1.5


def test_attempts_end():
    pauses: list[float] = []

    def call():
        raise BackendUnavailable("away")

    with pytest.raises(BackendUnavailable):
        retrying(call, attempts=3, sleep=pauses.append)
    assert len(pauses) == 2


def test_pauses_do_not_grow_for_ever_and_nine_attempts_outlast_ten_seconds():
    pauses: list[float] = []

    def call():
        raise BackendUnavailable("away")

    with pytest.raises(BackendUnavailable):
        retrying(call, attempts=9, backoff_seconds=0.5, sleep=pauses.append)
    assert max(pauses) <= 1.5 * LONGEST_PAUSE_SECONDS
    assert sum(pauses) > 10


@pytest.mark.parametrize(
    ("error", "times"), [(SearchUnavailable, 3), (SearchFull, 1), (BackendUnavailable, 1)]
)
def test_only_the_named_kind_is_tried_again_and_no_full_disk(error, times):
    calls = []

    def call():
        calls.append(1)
        raise error("away")

    with pytest.raises(error):
        retrying(call, attempts=3, on=SearchUnavailable, sleep=lambda _: None)
    assert len(calls) == times


def test_other_errors_are_not_tried_again():
    calls = []

    def call():
        calls.append(1)
        raise DataError("bad")

    with pytest.raises(DataError):
        retrying(call, sleep=lambda _: None)
    assert calls == [1]


@pytest.mark.parametrize(
    ("status", "code", "kind", "tries"),
    [
        (503, "database_unavailable", BackendUnavailable, 3),
        (502, "", BackendUnavailable, 3),
        (429, "", BackendUnavailable, 3),
        (503, "quality_refused", QualityError, 1),
        (500, "internal_error", ImfactError, 1),
        (500, "config_error", ConfigError, 1),
        (401, "credentials_refused", ConfigError, 1),
        (403, "", ConfigError, 1),
        (403, "rights_forbid", RightsError, 1),
        (404, "article_not_found", NotFoundError, 1),
        (409, "conflict", ConflictError, 1),
        (413, "too_large", TooLarge, 1),
        (422, "unknown_source", DataError, 1),
        (400, "invalid_request", DataError, 1),
    ],
)
def test_problems_become_the_errors_they_were(status, code, kind, tries):
    seen = []

    def handler(request):
        seen.append(request)
        return problem(status, code)

    with pytest.raises(ImfactError) as caught:
        connection(handler, attempts=3).call("GET", "/v1/x", Said)
    assert type(caught.value) is kind
    assert len(seen) == tries
    if kind is ConfigError and status != 500:
        assert "IMFACT_SERVICE_TOKEN" in caught.value.message
    elif code:
        assert "what happened" in caught.value.message


def test_an_answer_that_is_no_problem_is_quoted():
    def handler(request):
        return httpx2.Response(502, text="<h1>Bad gateway</h1>")

    with pytest.raises(BackendUnavailable, match="Bad gateway"):
        connection(handler, attempts=1).call("GET", "/v1/x", Said)


@pytest.mark.parametrize("error", [httpx2.ConnectError, httpx2.ReadTimeout, httpx2.ReadError])
def test_a_broken_connection_is_an_unavailable_backend(error):
    seen = []

    def handler(request):
        seen.append(request)
        raise error("broken")

    with pytest.raises(BackendUnavailable, match="http://service"):
        connection(handler, attempts=2).call("GET", "/v1/x", Said)
    assert len(seen) == 2


def test_an_answer_of_another_form_breaks_the_contract():
    with pytest.raises(ContractError):
        connection(lambda _: httpx2.Response(200, json={"x": 1})).call("GET", "/", Said)


def test_what_is_sent():
    seen = []

    def handler(request):
        seen.append(request)
        return httpx2.Response(200, json={"word": "네"})

    client = connection(handler, token="s3cret")
    answer = client.call(
        "POST", "/v1/x", Said, body=Said(word="예"), parameters={"a": 1, "b": None}
    )
    assert answer == Said(word="네")
    (request,) = seen
    assert request.headers["authorization"] == "Bearer s3cret"
    assert request.headers["content-type"] == "application/json"
    assert request.url.query == b"a=1"
    assert Said.model_validate_json(request.content) == Said(word="예")


def test_in_process_calls_may_nest_and_come_from_many_threads():
    inner, outer = FastAPI(), FastAPI()

    @inner.get("/word")
    def word() -> Said:
        return Said(word="안쪽")

    client = ServiceConnection(
        "http://inner", setting="X", transport=in_process_transport(inner), attempts=1
    )

    @outer.get("/word")
    def pass_on() -> Said:
        return client.call("GET", "/word", Said)

    @outer.get("/crash")
    def crash() -> Said:
        raise RuntimeError("on purpose")

    front = ServiceConnection(
        "http://outer", setting="X", transport=in_process_transport(outer), attempts=1
    )
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(front.call("GET", "/word", Said).word))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers == ["안쪽"] * 8
    with pytest.raises(ImfactError):
        front.call("GET", "/crash", Said)
    front.close()
    client.close()
