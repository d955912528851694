"""The disk is full in index: a clear error, the old index serves on, and what is left is done later."""

from __future__ import annotations

import subprocess

import pytest

from imfact.adapters.search.lancedb import LanceSearch
from imfact.adapters.search.port import SearchUnavailable
from imfact.contracts.search import SearchFilters
from imfact.lake.stage_io import finish_stage, with_deferred
from imfact.pipeline.embed import stage as embed
from imfact.pipeline.index import stage as index
from imfact.pipeline.index.build import rebuild
from imfact.pipeline.index.check import check
from imfact.pipeline.index.parts import IndexParts
from tests.encoders import PairEncoder
from tests.integration.pipeline.conftest import NOW, manifest_of

ENCODER = PairEncoder()
WORDS = [
    "가람",
    "나루",
    "다솜",
    "마루",
    "바다",
    "사랑",
    "아침",
    "하늘",
    "여울",
    "도담",
    "새벽",
    "노을",
    "물결",
    "바람",
    "구름",
    "별빛",
]


@pytest.fixture
def small_disk(tmp_path):
    """Give the search folder a small file system; yields (the folder, a function that sets its size)."""
    folder = tmp_path / "search"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")

    def resize(size):
        subprocess.run(
            ["mount", "-o", f"remount,size={size}", folder], check=True, capture_output=True
        )

    yield folder, resize
    subprocess.run(["umount", folder], check=True, capture_output=True)


def used_kibibytes(folder):
    lines = subprocess.run(["df", "-k", "--output=used", folder], capture_output=True, text=True)
    return int(lines.stdout.split()[-1])


def body(number):
    return " ".join(f"{word}{number * 7 + place}호가" for place in range(40) for word in WORDS)


@pytest.fixture
def published(store_article, context, gateway):
    entries = [store_article(n, f"마을 {n}번 소식", body(n)) for n in range(1, 41)]
    embed.run(manifest_of(*entries), context, gateway=gateway, encoder=ENCODER, batch=20)
    return entries


def test_a_full_disk_in_run_and_build(published, context, gateway, lake, small_disk):
    folder, resize = small_disk
    engine = LanceSearch(folder)
    parts = IndexParts(engine, gateway, lake, ENCODER.version, 5)
    given = {
        "gateway": gateway,
        "engine": engine,
        "encoder_version": ENCODER.version,
        "batch": 5,
    }
    first, rest = published[:10], published[10:]
    assert len(index.run(manifest_of(*first), context, **given).entries) == 10

    # A run: what had room is in, the rest is deferred with the reason, readers notice nothing.
    resize(f"{used_kibibytes(folder) + 96}k")
    output = index.run(manifest_of(*rest), context, **given)
    fates = {outcome.outcome for outcome in output.outcomes}
    assert "deferred" in fates
    details = {o.detail for o in output.outcomes if o.outcome == "deferred"}
    assert details == {
        "The disk under the search folder is full; make room, then run `imfact run --resume`."
    }
    assert len(output.outcomes) == len(rest)
    finish_stage(context, "index", output, NOW, 0.1)
    assert engine.text("마을 소식", 50, SearchFilters())

    # A build: refused with exit 75, the current version stays.
    with pytest.raises(SearchUnavailable, match="is full; make room") as refused:
        rebuild(parts)
    assert refused.value.exit_code == 75
    assert engine.current() == 1
    assert engine.text("마을 소식", 50, SearchFilters())

    # With room again, the next run does what waited, and a build succeeds.
    resize("64m")
    again = index.run(with_deferred(lake, "index", manifest_of()), context, **given)
    assert {outcome.outcome for outcome in again.outcomes} == {"out"}
    assert check(parts, 1).problems == ()
    assert rebuild(parts).problems == ()
    assert engine.count(engine.current() or 0) == (40, 40)
    engine.close()
