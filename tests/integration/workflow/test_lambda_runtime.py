"""A handler runs under AWS's own Lambda runtime client, and its errors come out under our names."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from imfact.services.gateway.db.embedded import stop
from tests.emf import require_embedded_metric_format


class RuntimeApi:
    """The Lambda Runtime API for a list of events; ``answers`` holds what the function said."""

    def __init__(self, events):
        self.answers: list[tuple[str, dict[str, object]]] = []
        self.done = threading.Event()
        waiting = list(events)
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                if not waiting:
                    api.done.set()
                    threading.Event().wait(30)
                    return
                body = json.dumps(waiting.pop(0)).encode()
                self.send_response(200)
                for name, value in (
                    ("Lambda-Runtime-Aws-Request-Id", f"r{len(waiting)}"),
                    ("Lambda-Runtime-Deadline-Ms", "4102444800000"),
                    ("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:x:1:function:imfact"),
                    ("Content-Type", "application/json"),
                    ("Content-Length", str(len(body))),
                ):
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                api.answers.append((self.path.rsplit("/", 1)[1], json.loads(body)))
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args): ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"127.0.0.1:{self._server.server_address[1]}"

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def call(tmp_path):
    """Run a handler over events in a process of its own, as Lambda does; return what it answered."""

    def run(handler, *events, **settings):
        api = RuntimeApi(events)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("IMFACT_")}
        environment |= {
            "IMFACT_VAR": str(tmp_path / "var"),
            **settings,
            "AWS_LAMBDA_RUNTIME_API": api.address,
            "AWS_LAMBDA_FUNCTION_NAME": "imfact",
            "AWS_LAMBDA_FUNCTION_VERSION": "1",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        }
        said = (tmp_path / "said").open("ab")
        process = subprocess.Popen(
            [sys.executable, "-m", "awslambdaric", f"imfact.lambdas.{handler}"],
            env=environment,
            stdout=said,
            stderr=subprocess.DEVNULL,
        )
        try:
            assert api.done.wait(90)
        finally:
            process.terminate()
            process.wait(30)
            said.close()
            api.close()
        return api.answers

    yield run
    # A handler leaves the embedded database running for the next event; on AWS there is none.
    stop(tmp_path / "var" / "db")


def test_a_run_begins_once_and_another_is_refused_by_name(call):
    mine = {"input": {"run_id": "20261124T010000Z-0a1b2c"}}
    other = {"input": {"run_id": "20261124T020000Z-ffeedd"}}
    first, again, refused = call("begin", mine, mine, other)
    assert first == again == ("response", {"run_id": "20261124T010000Z-0a1b2c"})
    assert refused[0] == "error"
    assert refused[1]["errorType"] == "LockHeld"


def test_a_stage_without_items_hands_on_a_manifest(call):
    ((kind, answer),) = call("load", {"run_id": "20261124T010000Z-0a1b2c"})
    assert kind == "response"
    assert answer["manifest_key"].endswith("/load.manifest.json")
    assert answer["counts"]["in"] == 0


def test_a_missing_manifest_is_an_error_of_the_tree(call):
    event = {"run_id": "20261124T010000Z-0a1b2c", "manifest_key": "_logs/none.json"}
    ((kind, answer),) = call("load", event)
    assert (kind, answer["errorType"]) == ("error", "NotFoundError")
    assert "object_not_found" in answer["errorMessage"]


def test_the_end_of_a_run_is_told_as_metrics_in_the_log(call, tmp_path):
    run = {"run_id": "20261124T010000Z-0a1b2c"}
    call("begin", {"input": run}, IMFACT_METRICS="emf:")
    failed = {**run, "error": {"Error": "BackendUnavailable", "Cause": "{}"}}
    ((kind, answer),) = call("report_failure", failed, IMFACT_METRICS="emf:")
    assert (kind, answer["status"]) == ("response", "failed")
    lines = (tmp_path / "said").read_text().splitlines()
    for line in lines:
        require_embedded_metric_format(line)
    told = [json.loads(line) for line in lines]
    assert [each["imfact_run_succeeded"] for each in told if "imfact_run_succeeded" in each] == [0]
    stages = {each["stage"] for each in told if "imfact_run_items" in each}
    assert {"crawl", "index"} <= stages


def api_event(path, body=None, method="POST"):
    """An event as an HTTP API sends it, payload format 2.0."""
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"content-type": "application/json", "x-request-id": "of-the-test"},
        "requestContext": {"http": {"method": method, "path": path}, "stage": "$default"},
        "body": None if body is None else json.dumps(body, ensure_ascii=False),
        "isBase64Encoded": False,
    }


def test_the_ai_service_answers_api_events_as_it_answers_http(call):
    title = "결국 눈물 쏟은 그 사람, 대체 무슨 일이?"
    encoded = api_event("/v1/assess", {"items": [{"title": title}], "reasons": False})
    encoded["body"] = base64.b64encode(encoded["body"].encode()).decode()
    encoded["isBase64Encoded"] = True
    events = (
        api_event("/health", method="GET"),
        api_event("/v1/assess", {"items": [{"title": title}]}),
        encoded,
        api_event("/v1/assess", {"items": [{"title": ""}]}),
        api_event("/nowhere", method="GET"),
        {
            "httpMethod": "POST",
            "path": "/v1/embed",
            "queryStringParameters": None,
            "headers": {"Content-Type": "application/json"},
            "body": json.dumps({"texts": [title], "kind": "query"}),
        },
        {"run_id": "no API event"},
    )
    health, judged, bare, refused, nowhere, embedded, failed = call("assess", *events)
    assert {kind for kind, _ in (health, judged, bare, refused, nowhere, embedded)} == {"response"}
    assert health[1]["statusCode"] == judged[1]["statusCode"] == embedded[1]["statusCode"] == 200
    (item,) = json.loads(judged[1]["body"])["items"]
    assert 0 < item["assessment"]["p_clickbait"] < 1
    assert item["assessment"]["reasons"]
    assert judged[1]["headers"]["x-request-id"] == "of-the-test"
    assert json.loads(bare[1]["body"])["items"][0]["assessment"]["reasons"] == []
    assert refused[1]["statusCode"] == 422
    assert refused[1]["headers"]["content-type"] == "application/problem+json"
    assert nowhere[1]["statusCode"] == 404
    assert json.loads(embedded[1]["body"])["dimension"] == 384
    assert (failed[0], failed[1]["errorType"]) == ("error", "ContractError")


def test_a_broken_model_is_an_answer_that_says_so(call, tmp_path):
    health = api_event("/health", method="GET")
    ((_, whole),) = call("assess", health)
    assert whole["statusCode"] == 200
    (network,) = (tmp_path / "var" / "models").rglob("clickbait/**/model.onnx")
    network.write_bytes(network.read_bytes()[:-1])
    judged = api_event("/v1/assess", {"items": [{"title": "한은, 기준금리 동결"}]})
    live, *broken = call("assess", api_event("/health/live", method="GET"), health, judged)
    assert live[1]["statusCode"] == 200
    for kind, answer in broken:
        assert (kind, answer["statusCode"]) == ("response", 503)
        assert answer["headers"]["content-type"] == "application/problem+json"
        assert "model.onnx" in json.loads(answer["body"])["detail"]
