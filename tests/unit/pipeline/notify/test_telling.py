"""A run's end is told: page and message of a good run and of a failed one; a channel never fails a run."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from imfact.adapters.notifier.port import Notice, NotifyFailed
from imfact.cli.progress import summary
from imfact.contracts.runs import ItemOutcome, RunReport
from imfact.kit.errors import BackendUnavailable
from imfact.lake import keys
from imfact.lake.stage_io import StageOutput
from imfact.pipeline.notify.report import notice_of
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
    assert "<p>crawl: http_404 1</p>" in page
    assert "crawl: http_404 1" in notice.text.splitlines()
    assert "<script>" not in page


def test_the_terminal_shows_counts_by_stage_and_by_source_without_a_terminal_too(context):  # noqa: F811
    report = run_workflow(functions(crawl=crawl_with_trouble), context, Silent())
    assert report.stages[0].sources["narae"].quarantined == 1
    paper = io.StringIO()
    Console(file=paper, width=20, soft_wrap=True).print(summary(report))
    lines = [line.split() for line in paper.getvalue().splitlines()]
    assert "\x1b" not in paper.getvalue()
    assert lines[2][:7] == ["crawl", "4", "3", "0", "1", "0", "0"]
    assert ["hanbit", *["3/3"] * 7] in lines
    assert ["narae", "0/1", *["–"] * 6] in lines
    assert ["crawl:", "http_404", "1"] in lines


def test_of_many_sources_the_terminal_shows_the_busiest(context):  # noqa: F811
    def many(manifest, context):
        bad = [BAD.model_copy(update={"source": f"outlet-{n}"}) for n in range(40)]
        return StageOutput((), (*bad, bad[39]))

    lines = summary(run_workflow(functions(crawl=many), context, Silent())).plain.splitlines()
    assert lines[-31].split()[:2] == ["outlet-39", "0/2"]
    assert lines[-1] == " and 10 more; imfact report --html FILE lists all"


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


def test_the_terminal_says_why_a_run_failed_and_what_to_do(context):  # noqa: F811
    told: list[RunReport] = []

    def away(manifest, context):
        raise BackendUnavailable("The database [db] does not answer.")

    with pytest.raises(BackendUnavailable):
        run_workflow(functions(load=away), context, Silent(), ended=told.append)
    said = summary(told[0]).plain
    assert "load: backend_unavailable: The database [db] does not answer." in said
    assert "imfact run --resume" in said


def test_a_separator_in_an_address_breaks_no_line_of_the_outcomes(context):  # noqa: F811
    odd = BAD.model_copy(update={"item": "https://narae.example/\u2028x", "detail": "a\u0085b"})

    def crawl(manifest, context):
        return StageOutput((), (odd,))

    report = run_workflow(functions(crawl=crawl), context, Silent())
    assert "a\u0085b" in notice_of(report, context.lake).html


def test_the_page_says_how_many_troubles_it_leaves_out(context):  # noqa: F811
    def crawl(manifest, context):
        many = [BAD.model_copy(update={"item": f"https://narae.example/{n}"}) for n in range(203)]
        return StageOutput((), tuple(many))

    page = notice_of(run_workflow(functions(crawl=crawl), context, Silent()), context.lake).html
    assert page.count("https://narae.example/") == 200
    assert "3건 더 · 3 more" in page
    assert f"_logs/step-functions/{RUN}/" in page
