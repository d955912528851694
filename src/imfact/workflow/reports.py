"""How a run ended, put together out of what its stages left in the lake; whoever drove them."""

from __future__ import annotations

from imfact.contracts.runs import RunReport, StageName
from imfact.kit.clock import Clock
from imfact.lake import keys
from imfact.store.objects import ObjectStore
from imfact.workflow.definition import steps_from
from imfact.workflow.runs import plan_of, result_of


def write_report(lake: ObjectStore, run_id: str, clock: Clock, error: str | None) -> RunReport:
    """Write and return the report of a run; ``error`` says why it failed, None that it succeeded.

    A stage without a result did not finish, so the first such stage is the one that failed. Stages
    before the one that the run set out with are none of it.

    Raises:
        NothingToResume: there is no such run.
    """
    plan = plan_of(lake, run_id)
    found = {step.stage: result_of(lake, run_id, step.stage) for step in steps_from(plan.first)}
    missing: list[StageName] = [stage for stage, result in found.items() if result is None]
    report = RunReport(
        run_id=run_id,
        status="succeeded" if error is None else "failed",
        started_at=plan.started_at,
        finished_at=clock(),
        stages=tuple(result for result in found.values() if result is not None),
        failed_stage=missing[0] if error is not None and missing else None,
        error=error,
    )
    data = report.model_dump_json(indent=1, by_alias=True).encode()
    lake.put(keys.run_report(run_id), data)
    return report
