"""Events of every front that a Lambda function may stand behind, and the form of answer that each takes."""

from __future__ import annotations

import json

import pytest
from fastapi import FastAPI, Request, Response

from imfact.clients.api_events import ApiEvents

JSON = "application/json"


@pytest.fixture
def events():
    app = FastAPI()

    @app.post("/v1/echo")
    async def echo(request: Request, body: dict[str, str]) -> Response:
        said = {"body": body, "query": request.url.query, "type": request.headers["content-type"]}
        return Response(json.dumps(said), media_type=JSON, headers={"X-Kept": "yes"})

    answering = ApiEvents(app)
    yield answering
    answering.close()


def balanced(**parts):
    """An event of a load balancer."""
    context = {"elb": {"targetGroupArn": "arn:aws:elasticloadbalancing:none"}}
    shared = {"requestContext": context, "httpMethod": "POST", "path": "/v1/echo"}
    return {**shared, "body": '{"title": "제목"}', "isBase64Encoded": False, **parts}


def test_a_load_balancer_with_single_headers(events):
    answer = events.answer(balanced(headers={"content-type": JSON}))
    assert answer["statusCode"] == 200
    assert answer["headers"]["x-kept"] == "yes"
    assert "multiValueHeaders" not in answer


def test_a_load_balancer_with_headers_of_many_values_is_answered_in_kind(events):
    answer = events.answer(
        balanced(
            multiValueHeaders={"content-type": [JSON], "accept": ["a/b", "c/d"]},
            multiValueQueryStringParameters={"q": ["1", "2"]},
        )
    )
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"]) == {
        "body": {"title": "제목"},
        "query": "q=1&q=2",
        "type": JSON,
    }
    assert answer["multiValueHeaders"]["x-kept"] == ["yes"]


def test_a_rest_api_sends_both_forms_and_takes_single_headers(events):
    answer = events.answer(
        balanced(
            requestContext={"stage": "prod"},
            headers={"Content-Type": JSON},
            multiValueHeaders={"Content-Type": [JSON]},
            queryStringParameters={"q": "2"},
            multiValueQueryStringParameters={"q": ["1", "2"]},
        )
    )
    assert json.loads(answer["body"])["query"] == "q=1&q=2"
    assert answer["headers"]["x-kept"] == "yes"
