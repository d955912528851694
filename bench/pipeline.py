"""Articles a second from raw page to searchable, stage by stage, beside trafilatura alone."""

from __future__ import annotations

import os
import resource
import tempfile
import time
from html import escape
from pathlib import Path

import trafilatura

from bench.texts import articles
from imfact.bootstrap.house import House
from imfact.bootstrap.stages import Stages
from imfact.contracts.capture import CaptureMeta
from imfact.contracts.runs import Manifest, ManifestEntry, StageName, StageResult
from imfact.kit.clock import utc_now
from imfact.kit.hashing import sha256_hex
from imfact.kit.urls import normalise_url, url_hash
from imfact.lake.captures import write_capture
from imfact.lake.stage_io import read_manifest
from imfact.settings import Settings
from imfact.workflow.definition import WORKFLOW
from imfact.workflow.local import run_stage

_ARTICLES = int(os.environ.get("BENCH_ARTICLES", "200"))


class _Quiet:
    def stage_started(self, stage: StageName) -> None: ...

    def progress(self, stage: StageName, done: int, total: int | None) -> None: ...

    def stage_finished(self, result: StageResult) -> None: ...


def main() -> None:
    """Print each stage's articles/s, the whole, and peak memory of this process and its children."""
    pages = [
        f"<html lang=ko><head><title>{escape(a.title)}</title></head><body><nav>홈 경제 사회</nav>"
        f"<article><h1>{escape(a.title)}</h1>{''.join(f'<p>{escape(p)}</p>' for p in a.paragraphs)}"
        "</article><footer>가상일보</footer></body></html>"
        for a in articles(_ARTICLES)
    ]
    with tempfile.TemporaryDirectory() as folder:
        house = House(Settings(var=Path(folder) / "var"))
        context, functions = house.stage_context(), Stages(house).functions()
        manifest = _captured(house, context.run_id, pages)
        house.ai.method()
        seconds = 0.0
        for step in WORKFLOW[1:]:
            result = run_stage(step, functions[step.stage], manifest, context, _Quiet())
            manifest = read_manifest(house.lake, result.manifest_key)
            seconds += result.seconds
            rate = result.counts.in_ / result.seconds
            print(f"{step.stage:<8}{rate:8.1f} articles/s   {result.counts.out} out")
        house.close()
    started = time.perf_counter()
    for page in pages:
        trafilatura.bare_extraction(page, favor_precision=True, with_metadata=True)
    plain = time.perf_counter() - started
    own, children = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(
        f"refine → searchable {_ARTICLES / seconds:6.1f} articles/s on {os.cpu_count()} processors"
    )
    print(f"trafilatura alone   {_ARTICLES / plain:6.1f} articles/s; ratio {plain / seconds:.2f}")
    print(f"peak memory         {own:.0f} MB, largest child {children:.0f} MB")


def _captured(house: House, run_id: str, pages: list[str]) -> Manifest:
    entries = []
    for number, page in enumerate(pages):
        url = normalise_url(f"https://bench.example/{number}")
        data = page.encode()
        meta = CaptureMeta(
            url_hash=url_hash(url),
            source=house.sources[0].slug,
            url=url,
            final_url=url,
            normalised_url=url,
            fetched_at=utc_now(),
            http_status=200,
            content_type="text/html; charset=utf-8",
            body_sha256=sha256_hex(data),
            body_bytes=len(data),
            html_key="",
            run_id=run_id,
        )
        written = write_capture(house.lake, meta, data).meta
        entries.append(
            ManifestEntry(url_hash=written.url_hash, source=written.source, key=written.html_key)
        )
    return Manifest(run_id=run_id, stage="crawl", entries=tuple(entries))
