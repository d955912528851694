"""kill -9 at random moments, ten times in one run, each time resumed: what is left is as if nothing happened."""

from __future__ import annotations

import json
import random
import subprocess
import time
from pathlib import Path

import pytest

from imfact.bootstrap.house import House
from imfact.bundled.newsroom.server import Newsroom
from imfact.settings import Settings
from tests.canonical import differences, dump
from tests.e2e.conftest import CLI, environment_for, free_port

# The stages in which the process is killed, in the order of the run, with the longest wait after
# the stage began: long stages are hit anywhere, short ones near their beginning.
KILLS = [
    ("crawl", 4.0),
    ("crawl", 12.0),
    ("refine", 1.0),
    ("refine", 3.0),
    ("load", 0.1),
    ("embed", 2.0),
    ("embed", 5.0),
    ("group", 0.1),
    ("enrich", 0.5),
    ("index", 0.5),
]


@pytest.fixture
def newsroom():
    with Newsroom() as running:
        yield running


def _environment(var: Path, newsroom: Newsroom) -> dict[str, str]:
    var.mkdir()
    (var / "newsroom.json").write_text(json.dumps(dict(newsroom.overrides)), "utf-8")
    return environment_for(var, free_port())


def _wait_for(process: subprocess.Popen[bytes], var: Path, stage: str, seconds: float) -> None:
    """Return ``seconds`` after ``stage`` began, or when the process ended."""
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        if any((var / "lake/_logs/step-functions").glob(f"*/{stage}.input.json")):
            break
        time.sleep(0.01)
    end = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < end:
        time.sleep(0.005)


def _dump(var: Path):
    house = House(Settings(var=var))
    try:
        # How a run came about is told in its log folder; what it left is everything else.
        return dump(house, logs=False)
    finally:
        house.close()


def test_ten_kills_leave_no_trace(tmp_path, newsroom):
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    calm, wild = tmp_path / "calm", tmp_path / "wild"
    environment = _environment(calm, newsroom)
    undisturbed = subprocess.run(
        [*CLI, "run"], env=environment, capture_output=True, text=True, check=False
    )
    assert undisturbed.returncode == 0, undisturbed.stderr

    environment = _environment(wild, newsroom)
    command = [*CLI, "run"]
    log = tmp_path / "killed.log"
    for stage, longest in KILLS:
        with log.open("w") as said:
            process = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
        _wait_for(process, wild, stage, chance.uniform(0, longest))
        assert process.poll() is None, f"it ended by itself: {log.read_text()}"
        process.kill()
        process.wait()
        command = [*CLI, "run", "--resume"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert differences(_dump(calm), _dump(wild)) == [], f"seed {seed}"
