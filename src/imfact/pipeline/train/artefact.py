"""Writes a version folder in the registry's form: meta.json, golden.json, checksums.txt. No training."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel

from imfact.contracts.model import ModelVersion
from imfact.registry.checksums import render_checksums
from imfact.registry.names import CHECKSUMS, META


def write_record(path: Path, record: BaseModel, *, indent: int | None = 1) -> None:
    """Write a record as JSON; without ``indent`` for those that hold vectors."""
    text = json.dumps(record.model_dump(mode="json"), ensure_ascii=False, indent=indent)
    path.write_text(text + "\n", encoding="utf-8")


def seal(folder: Path, meta: ModelVersion) -> None:
    """Write the version's description and, over all its files, the checksums."""
    write_record(folder / META, meta)
    (folder / CHECKSUMS).unlink(missing_ok=True)
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    (folder / CHECKSUMS).write_text(render_checksums(files), encoding="utf-8")


def rounded(vector: Sequence[float] | npt.NDArray[np.float32]) -> tuple[float, ...]:
    """Return the vector with five decimals: enough for a cosine, short enough for a diff."""
    return tuple(round(float(value), 5) for value in vector)
