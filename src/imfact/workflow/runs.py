"""The runs that a lake knows: what each set out to do, and which one was interrupted."""

from __future__ import annotations

from imfact.contracts.runs import Manifest, RunPlan, RunReport, StageName, StageResult
from imfact.kit.errors import NotFoundError
from imfact.lake import keys
from imfact.store.objects import ObjectStore
from imfact.workflow.definition import WORKFLOW


class NothingToResume(NotFoundError):
    """No run is unfinished, or not the one that was named."""

    code = "nothing_to_resume"


def begin(lake: ObjectStore, plan: RunPlan, manifest: Manifest | None = None) -> None:
    """Write what a run sets out to do; ``manifest`` is the input of its first stage."""
    if manifest is not None:
        key = keys.stage_input(plan.run_id, plan.first)
        lake.put_if_absent(key, manifest.model_dump_json().encode())
    lake.put_if_absent(keys.run_plan(plan.run_id), plan.model_dump_json().encode())


def plan_of(lake: ObjectStore, run_id: str) -> RunPlan:
    """Return the plan of a run. Raises NothingToResume where there is none."""
    try:
        return RunPlan.model_validate_json(lake.get(keys.run_plan(run_id)))
    except NotFoundError as exc:
        raise NothingToResume(f"There is no run {run_id} here; start one with imfact run.") from exc


def unfinished(lake: ObjectStore, run_id: str | None = None) -> RunPlan:
    """Return the run to go on with: the one named, else the newest, if it did not succeed.

    Raises:
        NothingToResume: it succeeded, or there is none.
    """
    plans = [key for key in lake.keys(keys.LOGS) if key.endswith("/plan.json")]
    if run_id is None and not plans:
        raise NothingToResume("There is no run to resume; start one with imfact run.")
    # Run ids begin with their time, so keys sort by it.
    plan = plan_of(lake, run_id or plans[-1].split("/")[-2])
    report = report_of(lake, plan.run_id)
    if report is not None and report.status == "succeeded":
        raise NothingToResume(f"Run {plan.run_id} succeeded; there is nothing to resume.")
    return plan


def interrupted(lake: ObjectStore) -> list[RunPlan]:
    """Return the runs without a report, oldest first: they were killed, or one of them still goes on.

    A run that crawls goes on with what it finds so before it begins, so none is older than such a run.
    """
    found = []
    # Run ids begin with their time, so folders sort by it.
    for folder in reversed(lake.folders(keys.LOGS)):
        try:
            plan = plan_of(lake, folder.rsplit("/", 1)[-1])
        except NothingToResume:
            continue  # a single stage that was run by itself
        if not lake.exists(keys.run_report(plan.run_id)):
            found.append(plan)
        elif plan.first == WORKFLOW[0].stage:
            break
    return found[::-1]


def to_resume(lake: ObjectStore, run_id: str | None, fresh: RunPlan) -> RunPlan:
    """Return the run to go on with; where none is unfinished but items wait, ``fresh``, set to take them.

    Such a run begins with the first stage that deferred something, so no feed is asked for it.

    Raises:
        NothingToResume: no run is unfinished and nothing waits, or not the run that was named.
    """
    try:
        return unfinished(lake, run_id)
    except NothingToResume:
        waiting = {key.split("/")[-2] for key in lake.keys(keys.DEFERRED)}
        behind = [step.stage for step in WORKFLOW[1:] if step.stage in waiting]
        if run_id is not None or not behind:
            raise
        return fresh.model_copy(update={"first": behind[0]})


def report_of(lake: ObjectStore, run_id: str) -> RunReport | None:
    """Return the report of a run, None while it has none."""
    try:
        return RunReport.model_validate_json(lake.get(keys.run_report(run_id)))
    except NotFoundError:
        return None


def newest_report(lake: ObjectStore) -> RunReport | None:
    """Return the report of the newest run that has one, None where no run has."""
    # Run ids begin with their time, so folders sort by it.
    for folder in reversed(lake.folders(keys.LOGS)):
        if report := report_of(lake, folder.rsplit("/", 1)[-1]):
            return report
    return None


def not_ended(lake: ObjectStore) -> str | None:
    """Return the id of the newest run where it has no report: it goes on, or was interrupted."""
    for folder in reversed(lake.folders(keys.LOGS)):
        run_id = folder.rsplit("/", 1)[-1]
        if lake.exists(keys.run_report(run_id)):
            return None
        if lake.exists(keys.run_plan(run_id)):
            return run_id
    return None


def result_of(lake: ObjectStore, run_id: str, stage: StageName) -> StageResult | None:
    """Return how ``stage`` ended in a run, None where it did not."""
    try:
        return StageResult.model_validate_json(lake.get(keys.stage_result(run_id, stage)))
    except NotFoundError:
        return None
