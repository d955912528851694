"""A run's report for people: a page, a plain text and a line. Reads the lake's log folder, writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from imfact.adapters.notifier.port import Notice
from imfact.contracts.runs import Counts, ItemOutcome, RunReport, StageResult
from imfact.kit.clock import SEOUL
from imfact.kit.errors import NotFoundError
from imfact.lake import keys
from imfact.store.objects import ObjectStore

# What a page lists at most; the outcomes in the log folder hold all of them.
_LISTED = 200
_TROUBLES = ("quarantined", "deferred")


@dataclass(frozen=True, slots=True)
class Trouble:
    """An item that did not go through."""

    stage: str
    outcome: str
    reason: str
    source: str
    item: str
    detail: str | None


def notice_of(report: RunReport, lake: ObjectStore) -> Notice:
    """Return what is told of a run that ended."""
    outcomes: dict[str, Sequence[ItemOutcome]] = {
        result.stage: _outcomes(lake, result) for result in report.stages
    }
    return Notice(
        subject=_subject(report),
        text=_text(report),
        html=_page(report, outcomes),
        failed=report.status == "failed",
    )


def counts_by_source(report: RunReport) -> dict[str, dict[str, str]]:
    """Return source → stage → ``out/in``, sources by name, an en dash where it had nothing there."""
    names = sorted({source for result in report.stages for source in result.sources})
    return {
        name: {result.stage: _out_of_in(result.sources.get(name)) for result in report.stages}
        for name in names
    }


def reasons_by_stage(report: RunReport) -> list[str]:
    """Return a line for each stage where something did not go out: how often for which reason."""
    return [
        f"{result.stage}: " + ", ".join(f"{reason} {n}" for reason, n in result.reasons.items())
        for result in report.stages
        if result.reasons
    ]


def _out_of_in(counts: Counts | None) -> str:
    return f"{counts.out}/{counts.in_}" if counts else "–"


def _outcomes(lake: ObjectStore, result: StageResult) -> list[ItemOutcome]:
    try:
        # As bytes: of a text, other separators that an address may hold would end lines too.
        lines = lake.get(result.outcomes_key).splitlines()
    except NotFoundError:
        return []
    return [ItemOutcome.model_validate_json(line) for line in lines]


def _subject(report: RunReport) -> str:
    if report.status == "failed":
        return f"imfact: run {report.run_id} failed in {report.failed_stage}"
    last = report.stages[-1].counts if report.stages else None
    through = f", {last.out} articles through" if last else ""
    return f"imfact: run {report.run_id} succeeded{through}"


def _text(report: RunReport) -> str:
    lines = [
        f"{r.stage:<8} {r.counts.in_:>6} in {r.counts.out:>6} out "
        f"{r.counts.duplicate:>5} duplicate {r.counts.quarantined:>4} quarantined "
        f"{r.counts.deferred:>4} deferred {r.counts.skipped:>4} skipped {r.seconds:>8.1f} s"
        for r in report.stages
    ]
    lines += reasons_by_stage(report)
    if report.error:
        lines += [f"{report.failed_stage}: {report.error}", "Next: imfact run --resume"]
    return "\n".join(lines)


def _page(report: RunReport, outcomes: Mapping[str, Sequence[ItemOutcome]]) -> str:
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    template = environment.from_string(
        files(__package__).joinpath("report.html").read_text(encoding="utf-8")
    )
    troubles = [
        Trouble(stage, one.outcome, one.reason or "", one.source, one.item, one.detail)
        for stage, items in outcomes.items()
        for one in items
        if one.outcome in _TROUBLES
    ]
    return template.render(
        report=report,
        started=f"{report.started_at.astimezone(SEOUL):%Y-%m-%d %H:%M:%S}",
        finished=f"{report.finished_at.astimezone(SEOUL):%H:%M:%S}",
        reasons=reasons_by_stage(report),
        stages=[result.stage for result in report.stages],
        sources=counts_by_source(report),
        troubles=troubles[:_LISTED],
        left_out=max(len(troubles) - _LISTED, 0),
        outcomes=keys.stage_outcomes(report.run_id, "*"),
    )
