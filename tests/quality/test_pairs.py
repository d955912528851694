"""How well copies and stories are told apart on public pairs; floors are in baseline.json.

The relations are a majority of three readings by language models following a guide, not by people.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from imfact.adapters.encoder.onnx import OnnxEncoder
from imfact.kit.hashing import sha256_hex
from imfact.pipeline.embed.encoding import whole_text
from imfact.pipeline.group.copies import is_copy
from imfact.pipeline.group.stories import same_event
from imfact.pipeline.group.telling import Telling, read_words
from imfact.registry.install import bundled_versions

pytestmark = pytest.mark.quality

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("IMFACT_EVAL_DATA") or ROOT.parent / "shared" / "data")
CORPUS = DATA / "pairs" / "public.jsonl.gz"
MODELS = Path(str(files("imfact.bundled"))) / "models"


def f1(said, true):
    """The harmonic mean of precision and recall."""
    hits = sum(s and t for s, t in zip(said, true, strict=True))
    return 2 * hits / (sum(said) + sum(true))


def moment_of(row, side):
    """The day of one side; where a date names no day, both sides are taken to be of one day."""
    days = {each: re.sub(r"\D", "", row[f"date_{each}"])[:8] for each in "ab"}
    if min(map(len, days.values())) < 8:
        return datetime(2000, 1, 1, tzinfo=UTC)
    return datetime.strptime(days[side], "%Y%m%d").replace(tzinfo=UTC)


def tellings(encoder, rows, side):
    """What the stage compares, of one side of all pairs."""
    titles, bodies = [row[f"title_{side}"] for row in rows], [row[f"body_{side}"] for row in rows]
    wholes = encoder.encode(
        [whole_text(title, body) for title, body in zip(titles, bodies, strict=True)]
    )
    moments = [moment_of(row, side) for row in rows]
    return [
        Telling(read_words(title, body), whole, moment)
        for title, body, whole, moment in zip(titles, bodies, wholes, moments, strict=True)
    ]


def test_the_measure_measures():
    assert f1([True, True, False], [True, False, True]) == 0.5


@pytest.mark.skipif(not CORPUS.exists(), reason=f"no evaluation data at {CORPUS}")
def test_copies_and_stories_of_public_pairs(capsys):
    baseline = json.loads((Path(__file__).parent / "baseline.json").read_text())["pairs"]
    assert sha256_hex(CORPUS.read_bytes()) == baseline["corpus_sha256"], (
        "another corpus: measure anew"
    )
    rows = [json.loads(line) for line in gzip.decompress(CORPUS.read_bytes()).splitlines()]
    encoder = OnnxEncoder(MODELS / "encoder" / bundled_versions("encoder")[-1])
    pairs = list(zip(tellings(encoder, rows, "a"), tellings(encoder, rows, "b"), strict=True))
    copies = [is_copy(one, other) for one, other in pairs]
    events = [
        copy or same_event(one, other) for copy, (one, other) in zip(copies, pairs, strict=True)
    ]
    figures = {
        "copy_f1": f1(copies, [row["relation"] == "copy" for row in rows]),
        "event_f1": f1(events, [row["relation"] in ("copy", "story") for row in rows]),
    }
    with capsys.disabled():
        for name, value in figures.items():
            print(f"\npairs {name}: {value:.4f} (floor {baseline['floors'][name]})", end="")  # noqa: T201
        print()  # noqa: T201
    assert all(value >= baseline["floors"][name] for name, value in figures.items())
