"""Puts a version that was made in a local folder into the models bucket; for good."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from imfact.contracts.model import ModelVersion
from imfact.kit.errors import ConflictError
from imfact.kit.hashing import sha256_hex
from imfact.registry.checksums import corrupt, parse_checksums
from imfact.registry.names import CHECKSUMS, META, file_key
from imfact.store.objects import ObjectStore


class VersionTaken(ConflictError):
    """A version is immutable: another one of this name is there."""

    code = "model_version_taken"


def add_version(store: ObjectStore, folder: Path) -> ModelVersion:
    """Copy the version in ``folder`` to ``{kind}/{version}/`` and return its description.

    Added again, the same files change nothing; an addition that was interrupted is completed.

    Raises:
        ModelCorrupt: a file is missing or does not fit ``checksums.txt``.
        VersionTaken: the bucket holds other files under this version.
    """
    files = _verified(folder)
    try:
        meta = ModelVersion.model_validate_json(files[META])
    except (KeyError, ValidationError) as exc:
        raise corrupt("The description of the version is unreadable", str(folder / META)) from exc
    # The checksums come last: a version without them is not there yet.
    for name in sorted(files, key=lambda name: (name == CHECKSUMS, name)):
        key = file_key(meta.kind, meta.version, name)
        if not store.put_if_absent(key, files[name]) and store.get(key) != files[name]:
            raise VersionTaken(
                f"{meta.kind} {meta.version} is there already with another {name}; a version never "
                "changes, so give the new one a new name.",
                key=key,
            )
    return meta


def _verified(folder: Path) -> dict[str, bytes]:
    path = folder / CHECKSUMS
    if not path.is_file():
        raise corrupt("A file of the model is missing", str(path))
    files = {CHECKSUMS: path.read_bytes()}
    for name, digest in parse_checksums(path.read_text("utf-8", "replace"), str(path)).items():
        part = folder / name
        if not part.is_file():
            raise corrupt("A file of the model is missing", str(part))
        files[name] = part.read_bytes()
        if sha256_hex(files[name]) != digest:
            raise corrupt("A file of the model was altered", str(part))
    return files
