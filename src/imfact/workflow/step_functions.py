"""Compiles the workflow to Amazon States Language; docs/adr/0020-workflow-as-data.md says why so.

Between states travel the run's id, keys and counts only. A state's input manifest is named by the
run and the stage that it reads, so that no state depends on what another one returned. Names in
``${…}`` are filled in where the machine is deployed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from imfact.kit import errors
from imfact.kit.errors import ImfactError
from imfact.lake import keys
from imfact.workflow.definition import WORKFLOW, Step, whole_timeout_seconds

# Any: a JSON document, here and below.
State = dict[str, Any]

BEGIN, REPORT, REPORT_FAILURE = "Begin", "Report", "ReportFailure"
_INVOKE = "arn:aws:states:::lambda:invoke"
_RUN_TASK = "arn:aws:states:::ecs:runTask.sync"
_PROCESS = "arn:aws:states:::sagemaker:createProcessingJob.sync"
_GET_OBJECT = "arn:aws:states:::s3:getObject"
# What Lambda itself raises when it is busy or restarts; AWS recommends to retry each.
_PLATFORM = (
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
)
_SHORT_SECONDS = 60
_CONCURRENT_BATCHES = 10
# Single batches that fail wait for the next run; when half of them do, something is wrong for all.
_TOLERATED_PERCENTAGE = 50
_FULL_LIFE = {"IntervalSeconds": 2, "BackoffRate": 2.0, "MaxDelaySeconds": 60}


@dataclass(frozen=True, slots=True)
class Target:
    """What an engine can do. Without ``containers`` and ``fan_out`` every stage is one function."""

    containers: bool
    fan_out: bool


AWS = Target(containers=True, fan_out=True)
PLAIN = Target(containers=False, fan_out=False)


def compile_workflow(target: Target = AWS, steps: Sequence[Step] = WORKFLOW) -> State:
    """Return the state machine of ``steps`` for ``target``.

    Raises:
        ValueError: a step reads a stage that does not come before it.
    """
    _check(steps)
    states: State = {BEGIN: _begin()}
    before = states[BEGIN]
    for step in steps:
        for name, state in _states_of(step, target):
            states[name] = state
            before["Next"] = name
            before = state
    before["Next"] = REPORT
    states[REPORT] = {
        **_function(REPORT, {"run_id.$": "$.run_id"}),
        "TimeoutSeconds": _SHORT_SECONDS,
        "ResultSelector": {"run_id.$": "$.Payload.run_id", "report_key.$": "$.Payload.report_key"},
        "Retry": _retry(errors_that_pass(), 4),
        "End": True,
    }
    states[REPORT_FAILURE] = {
        **_function(REPORT_FAILURE, {"run_id.$": "$.run_id", "error.$": "$.error"}),
        "TimeoutSeconds": _SHORT_SECONDS,
        "ResultPath": "$.failure",
        "Retry": _retry(errors_that_pass(), 4),
        "Next": "Failed",
    }
    states["Failed"] = {"Type": "Fail", "ErrorPath": "$.error.Error", "CausePath": "$.error.Cause"}
    return {
        "Comment": "Generated from imfact.workflow.definition; do not edit.",
        "StartAt": BEGIN,
        "TimeoutSeconds": whole_timeout_seconds(),
        "States": states,
    }


def errors_that_pass() -> list[str]:
    """Return the names of our errors that a retry may mend, as the functions raise them."""
    return sorted(
        name
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, ImfactError) and kind.retryable
    )


def function_name(stage: str) -> str:
    """Return the name of the Lambda function of a stage or state."""
    return f"imfact-{stage if stage.islower() else _kebab(stage)}"


def _check(steps: Sequence[Step]) -> None:
    seen: set[str] = set()
    for step in steps:
        if step.reads is not None and step.reads not in seen:
            raise ValueError(f"stage {step.stage} reads {step.reads}, which does not come before")
        seen.add(step.stage)


def _begin() -> State:
    return {
        **_function(
            BEGIN,
            {
                "input.$": "$",
                # They name the run, so that a second attempt is no second run.
                "execution": {"id.$": "$$.Execution.Id", "started_at.$": "$$.Execution.StartTime"},
            },
        ),
        "TimeoutSeconds": _SHORT_SECONDS,
        "ResultSelector": {"run_id.$": "$.Payload.run_id"},
        # A held lock is no matter of seconds: the next run of the schedule takes its turn.
        "Retry": _retry([name for name in errors_that_pass() if name != "LockHeld"], 4),
    }


def _states_of(step: Step, target: Target) -> list[tuple[str, State]]:
    name = step.stage.capitalize()
    if step.compute == "container" and target.containers:
        return [(name, _guarded(step, _container(step), ["States.TaskFailed"]))]
    if step.compute == "processing" and target.containers:
        return [(name, _guarded(step, _processing(step), ["States.TaskFailed"]))]
    if step.batch is not None and target.fan_out:
        plan = _call(step, "plan", {"items_key": "items_key", "started_at": "started_at"})
        started = {"started_at.$": f"$.{step.stage}.started_at"}
        gather = _call(step, "gather", _RESULT, started)
        return [
            (f"{name}Plan", _guarded(step, plan)),
            (name, _caught(_map(step, step.batch))),
            (f"{name}Gather", _guarded(step, gather)),
        ]
    return [(name, _guarded(step, _call(step, "stage", _RESULT)))]


_RESULT = {"manifest_key": "manifest_key", "counts": "counts"}


def _call(
    step: Step, action: str, kept: dict[str, str], more: dict[str, str] | None = None
) -> State:
    payload = {"action": action, "run_id.$": "$.run_id", **_reads(step), **(more or {})}
    return {
        **_function(step.stage, payload),
        "ResultSelector": {f"{key}.$": f"$.Payload.{field}" for key, field in kept.items()},
        "ResultPath": f"$.{step.stage}",
    }


def _reads(step: Step) -> dict[str, str]:
    return {} if step.reads is None else {"manifest_key.$": _key_of(step)}


def _key_of(step: Step) -> str:
    """Return the expression of the manifest that ``step`` reads."""
    return f"States.Format('{keys.stage_manifest('{}', step.reads or '')}', $.run_id)"


def _map(step: Step, batch: int) -> State:
    name = f"{step.stage.capitalize()}Batch"
    one = {
        **_function(
            step.stage,
            {"action": "part", "run_id.$": "$.BatchInput.run_id", "entries.$": "$.Items"},
        ),
        "TimeoutSeconds": step.timeout_seconds,
        "ResultSelector": {"part_key.$": "$.Payload.part_key"},
        "Retry": _retry(errors_that_pass(), step.attempts),
        "End": True,
    }
    return {
        "Type": "Map",
        "MaxConcurrency": _CONCURRENT_BATCHES,
        "ToleratedFailurePercentage": _TOLERATED_PERCENTAGE,
        "ItemReader": {
            "Resource": _GET_OBJECT,
            "ReaderConfig": {"InputType": "JSON"},
            "Parameters": {"Bucket": "${LakeBucket}", "Key.$": f"$.{step.stage}.items_key"},
        },
        "ItemBatcher": {
            "MaxItemsPerBatch": batch,
            "BatchInput": {"run_id.$": "$.run_id"},
        },
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            "StartAt": name,
            "States": {name: one},
        },
        # What the batches return is not passed on: the lake holds it, and it has no limit.
        "ResultPath": None,
    }


def _container(step: Step) -> State:
    override = {
        "Name": "imfact",
        "Command.$": f"States.Array('python', '-m', 'imfact.lambdas', '{step.stage}', "
        f"{_arguments(step)})",
    }
    network = {
        "Subnets.$": "States.StringToJson('${SubnetsJson}')",
        "SecurityGroups": ["${SecurityGroup}"],
        "AssignPublicIp": "DISABLED",
    }
    return {
        "Type": "Task",
        "Resource": _RUN_TASK,
        "Parameters": {
            "LaunchType": "FARGATE",
            "Cluster": "${Cluster}",
            "TaskDefinition": f"${{{step.stage.capitalize()}Task}}",
            "NetworkConfiguration": {"AwsvpcConfiguration": network},
            "Overrides": {"ContainerOverrides": [override]},
        },
        "ResultPath": None,
    }


def _processing(step: Step) -> State:
    name = step.stage.capitalize()
    return {
        "Type": "Task",
        "Resource": _PROCESS,
        "Parameters": {
            # A second attempt needs a name of its own.
            "ProcessingJobName.$": f"States.Format('imfact-{step.stage}-{{}}-{{}}', $.run_id, "
            "$$.State.RetryCount)",
            "RoleArn": f"${{{name}Role}}",
            "AppSpecification": {
                "ImageUri": f"${{{name}Image}}",
                "ContainerEntrypoint": ["python", "-m", "imfact.lambdas", step.stage],
                "ContainerArguments.$": f"States.Array({_arguments(step)})",
            },
            "Environment.$": f"States.StringToJson('${{{name}EnvironmentJson}}')",
            "ProcessingResources": {
                "ClusterConfig": {
                    "InstanceCount": 1,
                    "InstanceType": f"${{{name}Instance}}",
                    "VolumeSizeInGB": 30,
                }
            },
            "StoppingCondition": {"MaxRuntimeInSeconds": step.timeout_seconds},
        },
        "ResultPath": None,
    }


def _arguments(step: Step) -> str:
    return "$.run_id" if step.reads is None else f"$.run_id, {_key_of(step)}"


def _function(stage: str, payload: State) -> State:
    parameters = {"FunctionName": function_name(stage), "Payload": payload}
    return {"Type": "Task", "Resource": _INVOKE, "Parameters": parameters}


def _guarded(step: Step, state: State, more_errors: Sequence[str] = ()) -> State:
    retried = [*errors_that_pass(), *more_errors]
    return _caught(
        {**state, "TimeoutSeconds": step.timeout_seconds, "Retry": _retry(retried, step.attempts)}
    )


def _caught(state: State) -> State:
    failure = {"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": REPORT_FAILURE}
    return {**state, "Catch": [failure]}


def _retry(names: Sequence[str], attempts: int) -> list[State]:
    life = {"MaxAttempts": attempts - 1, **_FULL_LIFE}
    return [
        {"ErrorEquals": list(names), **life},
        {"ErrorEquals": list(_PLATFORM), **life, "MaxAttempts": 5},
    ]


def _kebab(name: str) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")
