"""The compiled workflow: valid, complete, and small between its states."""

import json

import pytest
from statelint.linter import Linter

from imfact import lambdas
from imfact.kit import errors
from imfact.workflow.definition import WORKFLOW, Step
from imfact.workflow.step_functions import (
    AWS,
    PLAIN,
    compile_workflow,
    errors_that_pass,
    function_name,
)

# Required by AWS; the linter does not know it yet.
UNKNOWN_TO_THE_LINTER = 'Field "InputType" not allowed'


def _task_states(machine):
    for name, state in machine["States"].items():
        if state["Type"] == "Task":
            yield name, state
        if state["Type"] == "Map":
            yield from _task_states(state["ItemProcessor"])


@pytest.mark.parametrize("target", [AWS, PLAIN])
def test_the_linter_finds_nothing(target):
    problems = Linter.validate(json.loads(json.dumps(compile_workflow(target))))
    assert [p for p in problems if not p.startswith(UNKNOWN_TO_THE_LINTER)] == []


def test_plain_is_one_chain_of_all_stages():
    states = compile_workflow(PLAIN)["States"]
    name, chain = "Begin", []
    while name != "Report":
        chain.append(name)
        name = states[name]["Next"]
    assert chain == ["Begin", *(step.stage.capitalize() for step in WORKFLOW)]


@pytest.mark.parametrize("target", [AWS, PLAIN])
def test_every_task_has_a_time_out_and_retries_what_may_pass(target):
    for name, state in _task_states(compile_workflow(target)):
        assert state["TimeoutSeconds"] > 0, name
        retried = {error for rule in state["Retry"] for error in rule["ErrorEquals"]}
        assert {"BackendUnavailable", "TransientError"} <= retried, name
        assert not retried & {"ConfigError", "DataError", "QualityError", "States.ALL"}, name


def test_every_stage_leads_to_the_failure_report():
    states = compile_workflow(AWS)["States"]
    for name, state in states.items():
        if name not in ("Begin", "Report", "ReportFailure", "Failed"):
            (catch,) = state["Catch"]
            assert (catch["ErrorEquals"], catch["Next"]) == (["States.ALL"], "ReportFailure")
    assert states["ReportFailure"]["Next"] == "Failed"


def test_the_names_that_are_retried_are_those_of_the_tree():
    assert errors_that_pass() == ["BackendUnavailable", "LockHeld", "TransientError"]
    assert all(getattr(errors, name).retryable for name in errors_that_pass())


def test_every_function_has_a_handler():
    for target in (AWS, PLAIN):
        for _, state in _task_states(compile_workflow(target)):
            name = state["Parameters"].get("FunctionName")
            if name is not None:
                handler = name.removeprefix("imfact-").replace("-", "_")
                assert callable(getattr(lambdas, handler))
                assert function_name(handler) == name or "_" in handler
    with pytest.raises(AttributeError):
        _ = lambdas.nothing_of_that_name


def test_states_hand_on_keys_and_counts_only():
    for target in (AWS, PLAIN):
        for name, state in _task_states(compile_workflow(target)):
            kept = state.get("ResultSelector")
            if kept is None:
                # A container's answer is long and says nothing; the failure report's is its end.
                assert state["ResultPath"] is None or name == "ReportFailure"
                continue
            allowed = {"run_id", "manifest_key", "counts", "items_key", "started_at"}
            assert {key.removesuffix(".$") for key in kept} <= allowed | {"part_key", "report_key"}


def test_a_step_that_reads_what_comes_later_is_refused():
    with pytest.raises(ValueError, match="reads load"):
        compile_workflow(PLAIN, (Step("crawl", None), Step("refine", "load")))
