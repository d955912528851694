"""Reads versions out of the models bucket: list, show, verify, bring to a local folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from imfact.contracts.model import ModelVersion
from imfact.kit.errors import NotFoundError
from imfact.kit.hashing import sha256_hex
from imfact.registry.checksums import ModelCorrupt, corrupt, parse_checksums
from imfact.registry.names import (
    CANDIDATE,
    CHECKSUMS,
    META,
    ModelKind,
    file_key,
    is_version,
    parse_version,
)
from imfact.store.objects import ObjectNotFound, ObjectStore


class VersionNotFound(NotFoundError):
    """The bucket holds no such version."""

    code = "model_version_not_found"


def list_versions(store: ObjectStore, kind: ModelKind) -> list[str]:
    """Return the versions of ``kind``, oldest first. A version without checksums is not there yet."""
    return sorted(
        version
        for key in store.keys(kind)
        if (version := parse_version(kind, key)) and key == file_key(kind, version, CHECKSUMS)
    )


def show_version(store: ObjectStore, kind: ModelKind, version: str) -> ModelVersion:
    """Return a version's meta.json.

    Raises:
        VersionNotFound: there is no such version; the candidate slot is none.
        ModelCorrupt: its meta.json is missing, altered or unreadable.
    """
    if version == CANDIDATE:
        raise _not_found(kind, version)
    return _meta(store, kind, version)


def show_candidate(store: ObjectStore) -> ModelVersion:
    """Return the meta.json of what is in the candidate slot. Raises as ``show_version`` does."""
    return _meta(store, "clickbait", CANDIDATE)


def _meta(store: ObjectStore, kind: ModelKind, version: str) -> ModelVersion:
    digests = _digests(store, kind, version)
    key = file_key(kind, version, META)
    try:
        return ModelVersion.model_validate_json(_read(store, key, digests.get(META)))
    except ValidationError as exc:
        raise corrupt("The description of the version is unreadable", key) from exc


def verify_version(store: ObjectStore, kind: ModelKind, version: str) -> None:
    """Check each file of a version against its checksum. Raises VersionNotFound or ModelCorrupt."""
    for _ in _verified_files(store, kind, version):
        pass


def read_version(store: ObjectStore, kind: ModelKind, version: str) -> dict[str, bytes]:
    """Return a verified version, checksums included. Raises VersionNotFound or ModelCorrupt."""
    files = dict(_verified_files(store, kind, version))
    return {**files, CHECKSUMS: store.get(file_key(kind, version, CHECKSUMS))}


def materialise(store: ObjectStore, kind: ModelKind, version: str, cache: Path) -> Path:
    """Bring a verified version to ``cache/{kind}/{version}`` and return that folder.

    The bucket is read and verified each time, so an altered model never serves from an old copy;
    files of the cache that are already right are left alone. Safe between processes.

    Raises:
        VersionNotFound: there is no such version.
        ModelCorrupt: a file is altered or missing.
    """
    folder = cache / kind / version
    files = dict(_verified_files(store, kind, version))
    # What the version does not have, it must not find here: left by another candidate, say.
    for stranger in folder.rglob("*"):
        if stranger.is_file() and stranger.relative_to(folder).as_posix() not in files:
            stranger.unlink(missing_ok=True)
    for name, data in files.items():
        path = folder / name
        if not (path.is_file() and sha256_hex(path.read_bytes()) == sha256_hex(data)):
            _replace(path, data, cache)
    return folder


def _verified_files(
    store: ObjectStore, kind: ModelKind, version: str
) -> Iterator[tuple[str, bytes]]:
    for name, digest in _digests(store, kind, version).items():
        yield name, _read(store, file_key(kind, version, name), digest)


def _digests(store: ObjectStore, kind: ModelKind, version: str) -> dict[str, str]:
    if version != CANDIDATE and not is_version(version):
        raise _not_found(kind, version)
    key = file_key(kind, version, CHECKSUMS)
    try:
        text = store.get(key)
    except ObjectNotFound as exc:
        if any(True for _ in store.keys(f"{kind}/{version}")):
            raise corrupt("A file of the model is missing", key) from exc
        raise _not_found(kind, version) from exc
    return parse_checksums(text.decode("utf-8", "replace"), key)


def _not_found(kind: ModelKind, version: str) -> VersionNotFound:
    return VersionNotFound(
        f"There is no {kind} {version or '(without a name)'}; `imfact model list` shows what there is.",
        kind=kind,
        version=version,
    )


def _read(store: ObjectStore, key: str, digest: str | None) -> bytes:
    try:
        data = store.get(key)
    except ObjectNotFound as exc:
        raise corrupt("A file of the model is missing", key) from exc
    if sha256_hex(data) != digest:
        raise corrupt("A file of the model was altered", key)
    return data


def _replace(path: Path, data: bytes, beside: Path) -> None:
    """Write ``path`` at once; the temporary file lies where nobody takes it for a stranger."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=beside)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
    Path(temporary).replace(path)


__all__ = [
    "ModelCorrupt",
    "VersionNotFound",
    "list_versions",
    "materialise",
    "read_version",
    "show_candidate",
    "show_version",
    "verify_version",
]
