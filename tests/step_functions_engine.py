"""Runs a state machine on moto's Step Functions engine with our handlers in place of Lambda."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import boto3
from moto import mock_aws
from moto.awslambda_simple.models import LambdaSimpleBackend

REGION = "ap-northeast-2"
Handlers = Callable[[str], Callable[[dict[str, Any], object], dict[str, Any]]]


def execute(
    machine: dict[str, Any], handlers: Handlers, monkeypatch: Any, seconds: float = 300
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Execute ``machine``; return how it ended and the events of its history.

    ``handlers`` gives the handler of a function's name; an exception of it is told as Lambda does.
    """

    def invoke(self, function_name, qualifier, body, headers, response_headers):
        name = function_name.rsplit(":", 1)[-1]
        try:
            # What Lambda hands over and takes back is JSON, nothing else.
            answer = handlers(name)(json.loads(body), None)
        except Exception as exc:  # noqa: BLE001 - Lambda reports whatever a handler raises
            response_headers["x-amz-function-error"] = "Unhandled"
            answer = {"errorType": type(exc).__name__, "errorMessage": str(exc)}
        return json.dumps(answer).encode()

    monkeypatch.setattr(LambdaSimpleBackend, "invoke", invoke)
    for variable in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(variable, "tests")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    config: Any = {  # Any: moto's own type wants every key that it knows
        "lambda": {"use_docker": False},
        "stepfunctions": {"execute_state_machine": True},
    }
    with mock_aws(config=config):
        client = boto3.client("stepfunctions", region_name=REGION)
        made = client.create_state_machine(
            name="imfact",
            definition=json.dumps(machine),
            roleArn="arn:aws:iam::123456789012:role/imfact",
        )
        started = client.start_execution(stateMachineArn=made["stateMachineArn"], input="{}")
        arn, deadline = started["executionArn"], time.monotonic() + seconds
        while (ended := client.describe_execution(executionArn=arn))["status"] == "RUNNING":
            if time.monotonic() > deadline:
                raise TimeoutError(arn)
            time.sleep(0.2)
        events = client.get_execution_history(executionArn=arn)["events"]
    return ended, events
