"""The names of the models bucket: built and parsed here, nowhere else."""

from __future__ import annotations

import re
from typing import Literal

from imfact.contracts.assessment import SignalName
from imfact.contracts.model import MODEL_VERSION_PATTERN

ModelKind = Literal["clickbait", "encoder"]

CHECKSUMS = "checksums.txt"
META = "meta.json"
GOLDEN = "golden.json"
MODEL = "model.onnx"
POINTER_KEY = "clickbait/cbt_current/pointer.json"
CANDIDATE = "cbt_candidate"
"""The mutable slot: the same files as a version, at ``clickbait/cbt_candidate/``."""

_EVALUATIONS = "clickbait/cbt_evaluations"

_VERSION = re.compile(MODEL_VERSION_PATTERN)


def file_key(kind: ModelKind, version: str, name: str) -> str:
    """Return the key of a version's file, such as ``clickbait/2026-11-24-v1/model.onnx``."""
    return f"{kind}/{version}/{name}"


def parse_version(kind: ModelKind, key: str) -> str | None:
    """Return the version that ``key`` belongs to, None for the pointer and strangers."""
    head, _, rest = key.partition("/")
    version = rest.partition("/")[0]
    return version if head == kind and _VERSION.match(version) else None


def is_version(text: str) -> bool:
    """Return whether ``text`` has the form of a version: the slot and the pointer's folder have not."""
    return _VERSION.fullmatch(text) is not None


def evaluations_folder(version: str) -> str:
    """Return the folder of a clickbait version's evaluations."""
    return f"{_EVALUATIONS}/{version}"


def evaluation_key(version: str, against: str, signal: SignalName, data_sha256: str) -> str:
    """Return the key of the evaluation of a signal of ``version`` beside ``against`` on one file."""
    return f"{evaluations_folder(version)}/{against}-{signal}-{data_sha256[:12]}.json"
