"""What a bundled version learned from is here: readings by digest, and no headline among them."""

from __future__ import annotations

import json
from pathlib import Path

from imfact.kit.hashing import sha256_hex
from imfact.pipeline.train.data.readings import MINIMUM_ROWS, read_readings
from imfact.registry.install import bundled_folder, bundled_versions

FOLDER = Path(__file__).parents[2] / "docs" / "models" / "readings"
META = json.loads(
    (bundled_folder("clickbait", bundled_versions("clickbait")[-1]) / "meta.json").read_bytes()
)


def test_the_files_that_the_bundled_version_names_are_here():
    kept = {sha256_hex(path.read_bytes()): path for path in FOLDER.glob("*.jsonl.gz")}
    named = {
        value
        for name, value in META["provenance"].items()
        if name.startswith("readings_") and name.endswith("_sha256")
    }
    assert named
    assert named <= set(kept)


def test_every_reader_was_compared_by_as_many_rows_as_are_asked():
    marks = [
        mark for found in read_readings(sorted(FOLDER.glob("*.gz"))).values() for mark in found
    ]
    for reader in {mark.reader for mark in marks}:
        assert sum(m.calibration for m in marks if m.reader == reader) >= MINIMUM_ROWS, reader
        assert f"kappa_{reader}" in META["provenance"]
