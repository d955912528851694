"""Entry points of the workflow's states on AWS: a function for every stage, one to begin, two to end.

``imfact.lambdas.refine`` is the handler of stage refine, and so for each stage of the workflow; the
same stages run in containers as ``python -m imfact.lambdas STAGE RUN_ID [MANIFEST_KEY]``. What a cold
start builds, later calls of the same process use. ``imfact.lambdas.assess`` is the AI service behind
API Gateway, a load balancer or a function URL.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NoReturn

from pydantic import TypeAdapter

from imfact.bootstrap.house import House
from imfact.bootstrap.logs import configure_logging
from imfact.bootstrap.notifiers import open_teller
from imfact.bootstrap.stages import Stages
from imfact.contracts.runs import Manifest, ManifestEntry, RunPlan, StageName, StageResult
from imfact.kit import errors
from imfact.kit.errors import ConfigError, ImfactError
from imfact.kit.ids import RunId, new_run_id, run_id_of
from imfact.lake.keys import run_report
from imfact.lake.stage_io import StageContext, StageFunction, read_manifest
from imfact.pipeline.notify.measuring import measure_run
from imfact.services.ai.counters import measure_ai
from imfact.settings import Settings
from imfact.workflow.definition import WORKFLOW, Step, whole_timeout_seconds
from imfact.workflow.fan_out import gather, plan, run_part
from imfact.workflow.local import run_stage
from imfact.workflow.lock import hold, release
from imfact.workflow.reports import write_report
from imfact.workflow.runs import begin as write_plan
from imfact.workflow.runs import result_of

# Any: JSON as Lambda hands it over and takes it back.
Event = dict[str, Any]
Handler = Callable[[Event, object], Event]

_ENTRIES = TypeAdapter(tuple[ManifestEntry, ...])


def begin(event: Event, _context: object) -> Event:
    """Take the lock and write the run's plan; ``event.input.run_id`` names the run, else the execution.

    A second attempt must have the name of the first one, whose lock it finds otherwise.
    """
    house = _house()
    with _Named():
        open_teller(house.settings.notify, house.lake)
        now = house.clock()
        named = (event.get("input") or {}).get("run_id")
        run_id = RunId(str(named)) if named else _run_of_execution(event, now)
        hold(house.lake, run_id, whole_timeout_seconds(), house.clock)
        write_plan(house.lake, RunPlan(run_id=run_id, started_at=now))
    return {"run_id": run_id}


def report(event: Event, _context: object) -> Event:
    """Write the report of a run that succeeded, give the lock back and tell people."""
    return _end(event["run_id"], None)


def report_failure(event: Event, _context: object) -> Event:
    """Write the report of a run that failed with ``event.error``, give the lock back and tell people."""
    cause = event["error"].get("Cause", "")
    try:
        said = str(json.loads(cause)["errorMessage"])
    except (ValueError, KeyError, TypeError):
        said = str(cause)
    return _end(event["run_id"], f"{event['error'].get('Error', 'unknown')}: {said[:1_000]}")


def assess(event: Event, _context: object) -> Event:
    """Answer an API event as the AI service's HTTP side does, all its routes."""
    house = _house()
    with _Named():
        try:
            return house.ai_events.answer(event)
        finally:
            measure_ai(house.judging_unloaded.counters, house.metrics)
            house.metrics.flush()


def __getattr__(name: str) -> Handler:
    """Return the handler of the stage ``name``; Lambda looks it up so."""
    for step in WORKFLOW:
        if step.stage == name:
            return _handler(step)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def close() -> None:
    """Close what the cold start built; the next call builds it anew."""
    if _house.cache_info().currsize:
        _house().close()
        _house.cache_clear()


def main(arguments: list[str]) -> int:
    """Run one stage as a container does: its name, the run's id and the manifest that it reads."""
    if len(arguments) not in (2, 3):
        sys.stderr.write("Write: python -m imfact.lambdas STAGE RUN_ID [MANIFEST_KEY]\n")
        return ConfigError.exit_code
    stage, event = arguments[0], dict(zip(("run_id", "manifest_key"), arguments[1:], strict=False))
    try:
        handler = next((_handler(step) for step in WORKFLOW if step.stage == stage), None)
        if handler is None:
            raise ConfigError(f"There is no stage {stage!r}.")
        sys.stdout.write(json.dumps(handler(event, None)) + "\n")
    except ImfactError as exc:
        sys.stderr.write(f"{exc.code} {exc.message}\n")
        return exc.exit_code
    finally:
        close()
    return 0


def _handler(step: Step) -> Handler:
    def handle(event: Event, _context: object) -> Event:
        house = _house()
        # A warm function may be older than the last promotion.
        house.refresh_models()
        with _Named():
            context = replace(house.stage_context(), run_id=RunId(event["run_id"]))
            function = Stages(house).functions()[step.stage]
            try:
                return _ACTIONS[event.get("action", "stage")](step, function, context, event)
            finally:
                # Between two calls the process may be frozen, or ended without a word.
                house.metrics.flush()

    return handle


def _run_of_execution(event: Event, now: datetime) -> RunId:
    execution = event.get("execution")
    if execution is None:
        return new_run_id(now)
    return run_id_of(datetime.fromisoformat(execution["started_at"]), execution["id"])


def _whole(step: Step, function: StageFunction, context: StageContext, event: Event) -> Event:
    result = result_of(context.lake, context.run_id, step.stage)
    if result is None:
        result = run_stage(step, function, _input(step, context, event), context, _Quiet())
    return _told(result)


def _plan(step: Step, _function: StageFunction, context: StageContext, event: Event) -> Event:
    started_at = context.clock().isoformat()
    items_key, items = plan(context, step.stage, _input(step, context, event))
    return {"items_key": items_key, "items": items, "started_at": started_at}


def _part(step: Step, function: StageFunction, context: StageContext, event: Event) -> Event:
    entries = _ENTRIES.validate_python(event["entries"])
    return {"part_key": run_part(context, step.stage, function, entries)}


def _gather(step: Step, _function: StageFunction, context: StageContext, event: Event) -> Event:
    return _told(gather(context, step.stage, datetime.fromisoformat(event["started_at"])))


_ACTIONS: dict[str, Callable[[Step, StageFunction, StageContext, Event], Event]] = {
    "stage": _whole,
    "plan": _plan,
    "part": _part,
    "gather": _gather,
}


def _input(step: Step, context: StageContext, event: Event) -> Manifest:
    key = event.get("manifest_key")
    if key is None:
        return Manifest(run_id=context.run_id, stage=step.stage)
    return read_manifest(context.lake, str(key))


def _told(result: StageResult) -> Event:
    return {
        "run_id": result.run_id,
        "manifest_key": result.manifest_key,
        "counts": result.counts.model_dump(by_alias=True),
    }


def _end(run_id: str, error: str | None) -> Event:
    house = _house()
    with _Named():
        written = write_report(house.lake, run_id, house.clock, error)
        release(house.lake, run_id)
        measure_run(written, house.metrics)
        house.metrics.flush()
        open_teller(house.settings.notify, house.lake)(written)
    return {"run_id": run_id, "status": written.status, "report_key": run_report(run_id)}


@lru_cache(maxsize=1)
def _house() -> House:
    settings = Settings.load()
    configure_logging(settings)
    return House(settings)


class _Named:
    """Raises errors of ours under the name that stands in the tree, by which the workflow retries them."""

    def __enter__(self) -> None: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: object
    ) -> None:
        if isinstance(error, ImfactError) and type(error).__module__ != errors.__name__:
            _raise_as_drawn(error)


def _raise_as_drawn(error: ImfactError) -> NoReturn:
    drawn = next(each for each in type(error).__mro__ if each.__module__ == errors.__name__)
    raise drawn(f"{error.code}: {error.message}", **error.context) from error


class _Quiet:
    """Nobody watches; the log tells."""

    def stage_started(self, stage: StageName) -> None: ...

    def progress(self, stage: StageName, done: int, total: int | None) -> None: ...

    def stage_finished(self, result: StageResult) -> None: ...


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
