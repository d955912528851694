"""Articles a second from raw page to searchable, stage by stage, beside trafilatura alone."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

import psutil
import trafilatura

from bench.captures import capture_of
from bench.texts import articles
from imfact.bootstrap.house import House
from imfact.bootstrap.logs import configure_logging
from imfact.bootstrap.stages import Stages
from imfact.contracts.runs import Manifest, ManifestEntry, StageName, StageResult
from imfact.kit.memory import hand_back_freed_memory
from imfact.lake.captures import write_capture
from imfact.lake.stage_io import read_manifest
from imfact.settings import Settings
from imfact.workflow.definition import WORKFLOW
from imfact.workflow.local import run_stage

# The second size tells how time and memory grow with the archive.
_SIZES = tuple(int(size) for size in os.environ.get("BENCH_ARTICLES", "200").split(","))


class _Quiet:
    def stage_started(self, stage: StageName) -> None: ...

    def progress(self, stage: StageName, done: int, total: int | None) -> None: ...

    def stage_finished(self, result: StageResult) -> None: ...


class _Memory(threading.Thread):
    """Samples what this process and its children hold, shared pages counted once."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_bytes = 0
        self._stage_bytes = 0
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(0.5):
            own = psutil.Process()
            total = 0
            for process in (own, *own.children(recursive=True)):
                with contextlib.suppress(psutil.Error):
                    total += process.memory_full_info().pss
            self.peak_bytes = max(self.peak_bytes, total)
            self._stage_bytes = max(self._stage_bytes, total)

    def of_stage(self) -> int:
        """Return the peak since the last call in bytes; 0 where no sample fell into it."""
        held, self._stage_bytes = self._stage_bytes, 0
        return held

    def end(self) -> None:
        self._ended.set()
        self.join()


def main() -> None:
    """Print each stage's articles/s for every size, the whole, and peak memory."""
    hand_back_freed_memory()
    for size in _SIZES:
        _measure(size)


def _measure(size: int) -> None:
    memory = _Memory()
    with tempfile.TemporaryDirectory() as folder:
        house = House(Settings(var=Path(folder) / "var", log_level="error"))
        configure_logging(house.settings)
        context, functions = house.stage_context(), Stages(house).functions()
        manifest = _captured(house, context.run_id, _pages(size))
        house.ai.method()
        memory.start()
        seconds = 0.0
        print(f"{size} articles on {os.cpu_count()} processors")
        for step in WORKFLOW[1:]:
            memory.of_stage()
            result = run_stage(step, functions[step.stage], manifest, context, _Quiet())
            manifest = read_manifest(house.lake, result.manifest_key)
            seconds += result.seconds
            if result.counts.in_:
                rate = result.counts.in_ / result.seconds
                share = f"{result.seconds:8.1f} s"
                held = f"{memory.of_stage() / 1e6:6.0f} MB"
                print(
                    f"{step.stage:<8}{rate:8.1f} articles/s {share} {held}   {result.counts.out} out",
                    flush=True,
                )
        house.close()
        memory.end()
    sample = list(_pages(min(size, 200)))
    started = time.perf_counter()
    for page in sample:
        trafilatura.bare_extraction(page, favor_precision=True, with_metadata=True)
    plain = (time.perf_counter() - started) / len(sample) * size
    print(f"refine → searchable {size / seconds:6.1f} articles/s")
    print(f"trafilatura alone   {size / plain:6.1f} articles/s; ratio {plain / seconds:.3f}")
    print(f"peak memory         {memory.peak_bytes / 1e6:.0f} MB, all processes", flush=True)


def _pages(size: int) -> Iterator[str]:
    # One at a time: what the bench holds would count as the pipeline's memory.
    for a in articles(size):
        yield (
            f"<html lang=ko><head><title>{escape(a.title)}</title></head><body><nav>홈 경제 사회</nav>"
            f"<article><h1>{escape(a.title)}</h1>{''.join(f'<p>{escape(p)}</p>' for p in a.paragraphs)}"
            "</article><footer>가상일보</footer></body></html>"
        )


def _captured(house: House, run_id: str, pages: Iterable[str]) -> Manifest:
    entries = []
    for number, page in enumerate(pages):
        data = page.encode()
        url, source = f"https://bench.example/{number}", house.sources[0].slug
        meta = capture_of(url, data, source=source, run_id=run_id)
        written = write_capture(house.lake, meta, data).meta
        entries.append(
            ManifestEntry(url_hash=written.url_hash, source=written.source, key=written.html_key)
        )
    return Manifest(run_id=run_id, stage="crawl", entries=tuple(entries))
