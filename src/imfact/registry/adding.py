"""Puts a version that was made in a local folder into the models bucket; for good."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from imfact.contracts.model import ModelVersion
from imfact.kit.errors import ConflictError, NotFoundError
from imfact.kit.hashing import sha256_hex
from imfact.registry.checksums import ModelCorrupt, parse_checksums
from imfact.registry.names import CHECKSUMS, META, file_key
from imfact.store.objects import ObjectStore


class VersionTaken(ConflictError):
    """A version is immutable: another one of this name is there."""

    code = "model_version_taken"


def add_version(store: ObjectStore, folder: Path) -> ModelVersion:
    """Copy the version in ``folder`` to ``{kind}/{version}/`` and return its description.

    Added again, the same files change nothing; an addition that was interrupted is completed, and a
    file that was altered or lost since is put back.

    Raises:
        NotFoundError: there is no such folder.
        ModelCorrupt: a file is missing or does not fit ``checksums.txt``.
        VersionTaken: the bucket holds other files under this version.
    """
    files = _verified(folder)
    try:
        meta = ModelVersion.model_validate_json(files[META])
    except (KeyError, ValidationError) as exc:
        raise _unsound("The description of the version is unreadable", folder / META) from exc
    sealed = file_key(meta.kind, meta.version, CHECKSUMS)
    same = store.exists(sealed) and store.get(sealed) == files[CHECKSUMS]
    # The checksums come last: a version without them is not there yet.
    for name in sorted(files, key=lambda name: (name == CHECKSUMS, name)):
        key = file_key(meta.kind, meta.version, name)
        if store.put_if_absent(key, files[name]) or store.get(key) == files[name]:
            continue
        if same:
            store.put(key, files[name])  # what the version's own checksums name
        else:
            raise VersionTaken(
                f"{meta.kind} {meta.version} is there already with another {name}; a version never "
                "changes, so give the new one a new name.",
                key=key,
            )
    return meta


def _verified(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        raise NotFoundError(f"There is no folder {folder}; name one that `imfact train` made.")
    path = folder / CHECKSUMS
    if not path.is_file():
        raise _unsound("A file of the model is missing", path)
    files = {CHECKSUMS: path.read_bytes()}
    try:
        digests = parse_checksums(path.read_text("utf-8", "replace"), str(path))
    except ModelCorrupt as exc:
        raise _unsound("The list of checksums is unreadable or empty", path) from exc
    for name, digest in digests.items():
        part = folder / name
        if not part.is_file():
            raise _unsound("A file of the model is missing", part)
        files[name] = part.read_bytes()
        if sha256_hex(files[name]) != digest:
            raise _unsound("A file of the model was altered", part)
    return files


def _unsound(what: str, path: Path) -> ModelCorrupt:
    return ModelCorrupt(
        f"{what}: {path}. Name the folder of one version, whole as `imfact train` made it.",
        key=str(path),
    )
