"""A run on the terminal: one live line a stage; plain lines where there is no terminal."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console, Group
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from imfact.contracts.runs import RunReport, StageName, StageResult


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


def summary(report: RunReport) -> Group:
    """Return what ends a run: a table of counts, and below it why items did not go through."""
    table = Table(
        title=f"run {report.run_id}: {report.status}",
        title_justify="left",
        box=None,
        padding=(0, 1, 0, 0),
    )
    for name in ("stage", "in", "out", "duplicate", "quarantined", "deferred", "skipped"):
        table.add_column(name, justify="left" if name == "stage" else "right", no_wrap=True)
    table.add_column("seconds", justify="right")
    table.add_column("articles/s", justify="right", no_wrap=True)
    for result in report.stages:
        counts = result.counts
        rate = f"{counts.in_ / result.seconds:.1f}" if result.seconds > 0 and counts.in_ else "–"
        table.add_row(
            result.stage,
            *(str(n) for n in (counts.in_, counts.out, counts.duplicate, counts.quarantined)),
            *(str(n) for n in (counts.deferred, counts.skipped)),
            f"{result.seconds:.1f}",
            rate,
        )
    reasons = [
        f" {result.stage}: " + ", ".join(f"{name} {n}" for name, n in result.reasons.items())
        for result in report.stages
        if result.reasons
    ]
    return Group(table, *reasons)


def _note(result: StageResult) -> str:
    counts = result.counts
    parts = [f"{counts.in_} → {counts.out}"]
    for name in ("duplicate", "quarantined", "deferred", "skipped"):
        if number := getattr(counts, name):
            parts.append(f"{name} {number}")
    return " · ".join(parts)
