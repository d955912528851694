"""A run's end is told: page and message of a good run and of a failed one; a channel never fails a run."""

from __future__ import annotations

import pytest

from imfact.adapters.notifier.port import Notice, NotifyFailed
from imfact.contracts.runs import ItemOutcome
from imfact.kit.errors import BackendUnavailable
from imfact.lake import keys
from imfact.lake.stage_io import StageOutput
from imfact.pipeline.notify.telling import tell
from imfact.workflow.local import run_workflow
from tests.unit.workflow.test_local import RUN, Silent, context, functions  # noqa: F401 - a fixture

BAD = ItemOutcome(
    item="https://narae.example/<script>",
    source="narae",
    outcome="quarantined",
    reason="http_404",
    detail="The server answered 404.",
)


class Told:
    name = "told"

    def __init__(self, *, broken: bool = False):
        self.broken = broken
        self.notices: list[Notice] = []

    def send(self, notice):
        if self.broken:
            raise NotifyFailed("away")
        self.notices.append(notice)


def crawl_with_trouble(manifest, context):  # noqa: F811
    output = functions()["crawl"](manifest, context)
    return StageOutput(output.entries, (*output.outcomes, BAD))


def test_a_good_run_is_told_with_counts_by_stage_and_source(context):  # noqa: F811
    channel = Told()
    run_workflow(
        functions(crawl=crawl_with_trouble),
        context,
        Silent(),
        ended=lambda report: tell(report, context.lake, [channel]),
    )
    (notice,) = channel.notices
    assert not notice.failed
    assert notice.subject == f"imfact: run {RUN} succeeded, 3 articles through"
    page = context.lake.get(keys.run_page(RUN)).decode()
    assert page == notice.html
    assert "<td>hanbit<td>3/3" in page
    assert "<td>narae<td>0/1" in page
    assert "http_404" in page
    assert "<script>" not in page


def test_a_failed_run_is_told_with_its_cause_and_the_next_command(context):  # noqa: F811
    def gone(manifest, context):
        raise BackendUnavailable("the database does not answer")

    channel = Told()
    with pytest.raises(BackendUnavailable):
        run_workflow(
            functions(load=gone),
            context,
            Silent(),
            ended=lambda report: tell(report, context.lake, [channel]),
        )
    (notice,) = channel.notices
    assert notice.failed
    assert "failed in load" in notice.subject
    assert "imfact run --resume" in notice.text
    assert "the database does not answer" in notice.html


def test_a_broken_channel_is_named_and_the_others_are_told(context):  # noqa: F811
    working = Told()
    failed: list[str] = []
    report = run_workflow(
        functions(),
        context,
        Silent(),
        ended=lambda report: failed.extend(
            tell(report, context.lake, [Told(broken=True), working])
        ),
    )
    assert report.status == "succeeded"
    assert failed == ["told"]
    assert len(working.notices) == 1
