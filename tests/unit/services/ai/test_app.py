"""The service over HTTP: contracts both ways, versions said, problems for what is wrong."""

from __future__ import annotations

import numpy as np
import pytest
from starlette.testclient import TestClient

from imfact.clients.ai import AiClient
from imfact.contracts.ai_api import AssessBatch, AssessItem
from imfact.services.ai.app import create_app
from tests.encoders import PairEncoder
from tests.unit.services.ai.conftest import MakeEngine


def test_a_batch_is_judged_in_order(client: AiClient):
    titles = ("충격! 이럴 수가?!", "가람시, 도서관 세 곳 열어")
    items = tuple(AssessItem(title=title, body="가람시가 도서관을 열었다.") for title in titles)
    answer = client.assess(AssessBatch(items=items))
    first, second = (item.assessment for item in answer.items)
    assert first.p_clickbait > second.p_clickbait
    assert first.versions.encoder_version == "2026-11-23-v1"


def test_embedding_gives_the_encoders_rows(client: AiClient, encoder: PairEncoder):
    texts = ["도서관", "서리", ""]
    answer = client.embed(texts, "query")
    assert answer.encoder_version == encoder.version
    assert np.array_equal(answer.vectors, encoder.encode(texts, "query"))


def test_no_texts_give_no_rows(client: AiClient):
    assert client.embed([], "passage").vectors.shape == (0, 384)


def test_the_method_says_what_verdicts_rest_on(client: AiClient):
    method = client.method()
    low, high = method.unsure_band
    assert low <= method.threshold <= high
    assert method.model_version == "2026-11-24-v1"
    assert method.policy_version.startswith("v1-")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"items": [{"title": ""}]}, 422, "invalid_request"),
        ({"items": [{"title": "제목", "extra": 1}]}, 422, "invalid_request"),
        ({"items": [{"title": "제목"}] * 257}, 422, "invalid_request"),
        (
            {
                "items": [
                    {
                        "title": "가람시 도서관",
                        "vectors": {
                            "encoder_version": "2026-11-23-v1",
                            "title": "AAAA",
                            "lead": None,
                            "sentences": "",
                        },
                    }
                ]
            },
            422,
            "contract_broken",
        ),
    ],
)
def test_what_is_wrong_is_answered_with_a_problem(
    make_engine: MakeEngine, body: object, status: int, code: str
):
    with TestClient(create_app(make_engine())) as http:
        answer = http.post("/v1/assess", json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code
    assert answer.json()["request_id"] == answer.headers["X-Request-Id"]


def test_health_names_the_versions(make_engine: MakeEngine):
    with TestClient(create_app(make_engine())) as http:
        assert http.get("/health").json()["parts"]["encoder"] == "2026-11-23-v1"
