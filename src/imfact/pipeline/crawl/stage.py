"""The crawl stage: runs the crawler process and turns its events into the stage's output."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import TextIO, cast

from pydantic import ValidationError

from imfact.contracts.runs import ItemOutcome, Manifest, ManifestEntry
from imfact.contracts.source import Source
from imfact.kit.errors import BackendUnavailable
from imfact.kit.ids import is_url_hash
from imfact.lake.stage_io import StageContext, StageOutput
from imfact.pipeline.crawl.job import CrawlEvent, CrawlJob

_COMMAND = [sys.executable, "-X", "utf8", "-m", "imfact.pipeline.crawl.process"]


def run(
    manifest: Manifest,  # noqa: ARG001 - crawl is first: its items come from the feeds
    context: StageContext,
    *,
    lake_url: str,
    sources: Sequence[Source],
    page_limit_bytes: int,
    host_overrides: Mapping[str, str] | None = None,
    browser: str | None = None,
    tombstones: frozenset[str] = frozenset(),
    quarantined: Collection[tuple[str, str]] = frozenset(),
    timeout_seconds: float = 20.0,
    source_seconds: float = 1_800.0,
) -> StageOutput:
    """Capture what the sources' feeds announce.

    Args:
        manifest: Not read.
        context: The run.
        lake_url: The URL of ``context.lake``; the crawler process opens it anew.
        sources: What to crawl; those whose rights forbid it are skipped.
        page_limit_bytes: Longer pages are quarantined.
        host_overrides: Public host → ``address:port`` that serves it (the sample newsroom).
        browser: Path of a Chromium; sources that need one are skipped where it is None.
        tombstones: url_hashes that were taken down.
        quarantined: (item, reason) of what lies in quarantine; an article whose fault is still the same
            is skipped, as one record tells it.
        timeout_seconds: Of one request.
        source_seconds: After which the rest of a source waits for the next run.

    Raises:
        BackendUnavailable: the crawler process ended badly before any item was settled. Where it
            dies later, what it captured goes on and the rest is announced again next time.
    """
    job = CrawlJob(
        run_id=context.run_id,
        lake_url=lake_url,
        sources=tuple(sources),
        host_overrides=dict(host_overrides or {}),
        browser=browser,
        tombstones=tombstones,
        page_limit_bytes=page_limit_bytes,
        timeout_seconds=timeout_seconds,
        source_seconds=source_seconds,
    )
    entries: list[ManifestEntry] = []
    outcomes: list[ItemOutcome] = []
    announced = 0
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            encoding="utf-8",
        ) as process,
    ):
        # It stays open while the run lives: its end tells the crawler that the run is gone.
        order = cast("TextIO", process.stdin)
        # A process that died at once shows in its exit code, not here.
        with suppress(BrokenPipeError):
            order.write(job.model_dump_json() + "\n")
            order.flush()
        for line in cast("TextIO", process.stdout):
            event = _event(line)
            if event is None:
                continue
            announced += event.announced
            if event.entry is not None:
                entries.append(event.entry)
            if event.outcome is not None:
                outcomes.append(_once(event.outcome, quarantined))
                context.progress(len(outcomes), announced)
        code = process.wait()
        errors.seek(0)
        last_words = errors.read()[-2_000:].decode(errors="replace")
    if code != 0 and not outcomes:
        raise BackendUnavailable("The crawler process failed.", exit_code=code, stderr=last_words)
    if code != 0:
        outcomes.append(_death(code, announced - len(outcomes), last_words))
    return StageOutput(tuple(entries), tuple(outcomes))


def _event(line: str) -> CrawlEvent | None:
    try:
        return CrawlEvent.model_validate_json(line)
    except ValidationError:
        return None  # the line that a dying process left half written


def _once(outcome: ItemOutcome, quarantined: Collection[tuple[str, str]]) -> ItemOutcome:
    known = (outcome.item, outcome.reason) in quarantined
    if outcome.outcome != "quarantined" or not known or not is_url_hash(outcome.item):
        return outcome
    return outcome.model_copy(
        update={"outcome": "skipped", "detail": f"{outcome.detail} It lies in quarantine already."}
    )


def _death(code: int, missing: int, last_words: str) -> ItemOutcome:
    return ItemOutcome(
        item="crawler",
        source="crawler",
        outcome="deferred",
        reason="crawler_died",
        detail=f"Exit code {code}; {missing} items were not settled. {last_words[-300:]}",
    )
