"""The disk is full in embed: what had room is kept, the rest waits, nothing is half written."""

from __future__ import annotations

import subprocess
from collections import Counter

import pytest

from imfact.lake import keys
from imfact.lake.stage_io import finish_stage, with_deferred
from imfact.lake.vectors import read_part
from imfact.pipeline.embed import stage as embed
from tests.encoders import PairEncoder
from tests.integration.pipeline.conftest import NOW, manifest_of


@pytest.fixture
def small_disk(lake, tmp_path):
    """Give features/ a file system of 16 KiB; yields a function that makes it large enough."""
    folder = tmp_path / "lake" / "features"
    folder.mkdir(parents=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", folder], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    yield lambda: subprocess.run(
        ["mount", "-o", "remount,size=16m", folder], check=True, capture_output=True
    )
    subprocess.run(["umount", folder], check=True, capture_output=True)


def test_what_had_room_is_kept_and_the_rest_waits(
    gateway, context, lake, store_article, small_disk
):
    entries = [
        store_article(number, body=f"{number}번째 글입니다. " + f"사정 {number}은 이렇다. " * 9)
        for number in range(1, 13)
    ]
    given = {"gateway": gateway, "encoder": PairEncoder(), "batch": 2}
    output = embed.run(manifest_of(*entries), context, **given)
    fates = Counter((outcome.outcome, outcome.reason) for outcome in output.outcomes)
    assert fates["out", None] + fates["deferred", "backend_unavailable"] == len(entries)
    assert fates["deferred", "backend_unavailable"] > 0
    for key in lake.keys(keys.EMBEDDINGS):
        read_part(lake, key)
    finish_stage(context, "embed", output, NOW, 0.1)

    small_disk()
    waiting = with_deferred(lake, "embed", manifest_of())
    again = embed.run(waiting, context, **given)
    assert {outcome.outcome for outcome in again.outcomes} == {"out"}
    handed_on = {entry.url_hash for entry in (*output.entries, *again.entries)}
    assert handed_on == {entry.url_hash for entry in entries}
