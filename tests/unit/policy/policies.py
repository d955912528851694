"""Policies for tests: the packaged one with one thing changed, as files and as a folder."""

from __future__ import annotations

import json
from pathlib import Path

from imfact.policy import names
from imfact.policy.defaults import bundled_version_files
from imfact.policy.folder import write_folder

LEXICON = "rules/lexicon/ko_clickbait_v1.json"


def with_threshold(threshold: float) -> dict[str, bytes]:
    """The packaged policy with T and the unsure band moved: a distinct, sound policy."""
    files = bundled_version_files()
    thresholds = json.loads(files[names.THRESHOLDS])
    thresholds |= {"T": threshold, "unsure_band": [threshold / 2, threshold]}
    return {**files, names.THRESHOLDS: json.dumps(thresholds).encode()}


def without_term(term: str) -> dict[str, bytes]:
    """The packaged policy without one entry of the lexicon."""
    files = bundled_version_files()
    lexicon = json.loads(files[LEXICON])
    lexicon["entries"] = [entry for entry in lexicon["entries"] if entry["term"] != term]
    return {**files, LEXICON: json.dumps(lexicon).encode()}


def folder_of(files: dict[str, bytes], path: Path) -> Path:
    """Write ``files`` to a new folder and return it."""
    write_folder(path, files)
    return path
