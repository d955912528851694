"""A run on the terminal: one live line a stage; plain lines where there is no terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from imfact.contracts.runs import RunReport, StageName, StageResult
from imfact.pipeline.notify.report import counts_by_source, reasons_by_stage

_TROUBLES = ("duplicate", "quarantined", "deferred", "skipped")
# Web archives may hold hundreds of sources; a screen holds these.
_SOURCES = 30


class RunProgress:
    """A ``workflow.local.Listener`` that draws; also a context manager around the run."""

    def __init__(self, console: Console, quiet: bool = False) -> None:
        self._console = console
        self._quiet = quiet
        self._live = console.is_terminal and not quiet
        self._progress = Progress(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description:<8}"),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[note]}"),
            TimeElapsedColumn(),
            console=console,
        )
        self._tasks: dict[StageName, TaskID] = {}

    def __enter__(self) -> Self:
        if self._live:
            self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live:
            self._progress.stop()

    def stage_started(self, stage: StageName) -> None:
        """Add the stage's line."""
        if self._live:
            self._tasks[stage] = self._progress.add_task(stage, total=None, note="")

    def progress(self, stage: StageName, done: int, total: int | None) -> None:
        """Move the stage's bar."""
        if self._live:
            self._progress.update(
                self._tasks[stage], completed=done, total=total, note=f"{done}/{total or '?'}"
            )

    def stage_finished(self, result: StageResult) -> None:
        """Fill the bar and print the stage's counts."""
        note = _note(result)
        if self._live:
            self._progress.update(self._tasks[result.stage], completed=1, total=1, note=note)
        elif not self._quiet:
            self._console.print(f"{result.stage:<8}{note}  {result.seconds:.1f}s")


def summary(report: RunReport) -> Text:
    """Return what ends a run: counts by stage and by source, and why items or the run itself did not go through.

    Lines are laid out here, not by rich: in a file or a pipe they are as wide as they must be.
    """
    stages = [
        ("stage", "in", "out", *_TROUBLES, "seconds", "articles/s"),
        *(_stage_row(result) for result in report.stages),
    ]
    sources = _source_rows(report)
    reasons = [f" {line}" for line in reasons_by_stage(report)]
    lines = [Text(f"run {report.run_id}: {report.status}"), *_columns(stages), *map(Text, reasons)]
    if len(sources) > 1:
        lines += [Text(), *_columns(sources[: _SOURCES + 1])]
        if (left_out := len(sources) - 1 - _SOURCES) > 0:
            lines.append(Text(f" and {left_out} more; imfact report --html FILE lists all"))
    if report.error:
        lines += [Text(), Text(f"{report.failed_stage}: {report.error}", style="red")]
        lines += [Text("Next: imfact run --resume")]
    return Text("\n").join(lines)


def _stage_row(result: StageResult) -> tuple[str, ...]:
    counts = result.counts
    rate = f"{counts.in_ / result.seconds:.1f}" if result.seconds > 0 and counts.in_ else "–"
    numbers = (counts.in_, counts.out, *(getattr(counts, name) for name in _TROUBLES))
    return (result.stage, *map(str, numbers), f"{result.seconds:.1f}", rate)


def _source_rows(report: RunReport) -> list[tuple[str, ...]]:
    """Return a head and a row for each source, those with the most items first: out/in by stage."""
    items: Counter[str] = Counter()
    for result in report.stages:
        for source, counts in result.sources.items():
            items[source] = max(items[source], counts.in_)
    rows = counts_by_source(report)
    ordered = sorted(rows, key=lambda source: (-items[source], source))
    head = ("source out/in", *(result.stage for result in report.stages))
    return [head, *((source, *rows[source].values()) for source in ordered)]


def _columns(rows: Sequence[tuple[str, ...]]) -> list[Text]:
    """Return the rows as lines, the first bold; the first column flush left, the others right."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            [
                set_cell_size(row[0], widths[0]),
                *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
            ]
        )
        for row in rows
    ]
    return [Text(lines[0], style="bold"), *map(Text, lines[1:])]


def _note(result: StageResult) -> str:
    counts = result.counts
    parts = [f"{counts.in_} → {counts.out}"]
    for name in _TROUBLES:
        if number := getattr(counts, name):
            parts.append(f"{name} {number}")
    return " · ".join(parts)
