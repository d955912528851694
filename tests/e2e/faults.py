"""Parts that go away in the middle of a run, at a moment that the run's own progress chooses."""

from __future__ import annotations

import json
import random
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from imfact.bootstrap.house import House
from imfact.bootstrap.stages import Stages
from imfact.contracts.runs import RunPlan, RunReport
from imfact.kit.ids import RunId, new_run_id
from imfact.lake.contents import starting_manifest
from imfact.pipeline.exchange.articles_import import import_articles
from imfact.policy import names
from imfact.policy.defaults import bundled_version_files, install_defaults
from imfact.policy.pointer import point_to
from imfact.policy.presets import SourceBook, load_preset
from imfact.policy.versions import publish_files
from imfact.store.objects import ObjectStore
from imfact.workflow.local import run_workflow
from imfact.workflow.runs import to_resume

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
NUMBER = 24
BATCH = 8
SECONDS_AWAY = 10.0
PLACES = ("가람시", "나루읍", "다솜군", "마루동", "바다면", "새별구", "여울리", "하늘섬")
THINGS = ("도서관", "다리", "시장", "공원", "학교", "나루터", "우체국", "놀이터", "온실", "천문대")


def write_rows(path: Path) -> Path:
    """Write articles of a town that does not exist, some of them about one thing."""
    chance = random.Random(7)
    rows = []
    for number in range(NUMBER):
        place, thing = chance.choice(PLACES), chance.choice(THINGS)
        lines = [
            f"{place}가 {n * 13 + number}번째로 {chance.choice(THINGS)}을 고쳐 {chance.randint(2, 90)}명이 찾았다."
            for n in range(4)
        ]
        rows.append(
            {
                "url": f"https://hanbit.example/{number}",
                "source": "hanbit",
                "title": f"{place} {thing}, {number + 1}년 만에 다시 문 열어",
                "body": f"{place}는 {thing}의 문을 다시 열었다고 밝혔다. {' '.join(lines)}",
                "published_at": (NOW - timedelta(hours=number)).isoformat(),
            }
        )
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def publish(config: ObjectStore, files: Mapping[str, bytes]) -> None:
    """Make the packaged policy with these files in place of its own the current one."""
    install_defaults(config)
    record = publish_files(config, {**bundled_version_files(), **files}, NOW)
    point_to(config, record.version)


def prepare(
    house: House, rows: Path, files: Mapping[str, bytes] | None = None, **params: float
) -> None:
    """Put the articles into the house's lake; its stages work in small batches."""
    sizes = dict.fromkeys(("load_batch", "embed_batch", "enrich_batch", "index_batch"), BATCH)
    lines = [f"{name}: {value}\n" for name, value in {**sizes, **params}.items()]
    publish(house.config, {names.BATCH: "".join(lines).encode(), **(files or {})})
    book = SourceBook(house.config, load_preset(house.config, "research"))
    done = import_articles(rows, house.lake, book, fetched_at=NOW)
    assert done.imported == NUMBER


class Fault:
    """A ``Listener`` that calls ``happen`` once, when ``stage`` is through with its first batch."""

    def __init__(self, stage: str = "", happen: Callable[[], object] = lambda: None) -> None:
        self._stage = stage
        self._happen = happen
        self.happened = False

    def stage_started(self, stage):
        """Say nothing."""

    def progress(self, stage, done, total):
        """Happen in the middle: something is done, something is left."""
        if stage == self._stage and 0 < done < total and not self.happened:
            self.happened = True
            self._happen()

    def stage_finished(self, result):
        """Say nothing."""


@contextmanager
def away(leave: Callable[[], object], come: Callable[[], object]) -> Iterator[Callable[[], None]]:
    """Yield what makes a part leave and come back ten seconds later; waits until it has."""
    timer = threading.Timer(SECONDS_AWAY, come)

    def happen() -> None:
        leave()
        timer.start()

    try:
        yield happen
    finally:
        timer.join()


def run(house: House, fault: Fault) -> RunReport:
    """Run everything that lies in curated/."""
    context = house.stage_context()
    plan = RunPlan(run_id=context.run_id, started_at=house.clock(), first="load")
    manifest = starting_manifest(house.lake, "curated", context.run_id)
    functions = Stages(house).functions()
    return run_workflow(functions, context, fault, plan=plan, manifest=manifest)


def resume(house: House) -> RunReport:
    """Do what ``imfact run --resume`` does."""
    now = house.clock()
    plan = to_resume(house.lake, None, RunPlan(run_id=new_run_id(now), started_at=now))
    context = replace(house.stage_context(), run_id=RunId(plan.run_id))
    return run_workflow(Stages(house).functions(), context, Fault(), plan=plan)


@contextmanager
def small_disk(folder: Path) -> Iterator[Callable[[int | None], None]]:
    """Mount a file system on ``folder``; yield what leaves so many KiB free, None: plenty."""
    folder.mkdir(parents=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")

    def leave(kibibytes: int | None) -> None:
        lines = subprocess.run(
            ["df", "-k", "--output=used", folder], capture_output=True, text=True, check=True
        )
        size = "64m" if kibibytes is None else f"{int(lines.stdout.split()[-1]) + kibibytes}k"
        subprocess.run(["mount", "-o", f"remount,size={size}", folder], check=True)

    try:
        yield leave
    finally:
        subprocess.run(["umount", "-l", folder], check=True, capture_output=True)
