"""Puts the bundled versions into the models bucket, and puts altered ones back."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import get_args

from imfact.registry.checksums import ModelCorrupt
from imfact.registry.names import CHECKSUMS, POINTER_KEY, ModelKind, file_key, parse_version
from imfact.registry.pointer import follow_release
from imfact.registry.versions import VersionNotFound, verify_version
from imfact.store.objects import ObjectStore


def install_bundled(store: ObjectStore, *, repair: bool = False) -> list[str]:
    """Install each bundled version that is absent; return the keys written. Twice changes nothing.

    The pointer names the newest bundled clickbait version where there was none, or only older bundled
    ones that nobody promoted.
    Versions that are present are not touched, unless ``repair``: then those whose files are altered
    or missing are deleted and installed anew.
    """
    written: list[str] = []
    newest: str | None = None
    for kind, version, folder in _bundled():
        if repair and _is_corrupt(store, kind, version):
            for key in list(store.keys(f"{kind}/{version}")):
                store.delete(key)
        bundled = dict(_files(folder))
        # The checksums come last: a version without them is not there yet.
        for name in sorted(bundled, key=lambda name: (name == CHECKSUMS, name)):
            key = file_key(kind, version, name)
            if not store.exists(key) and store.put_if_absent(key, bundled[name].read_bytes()):
                written.append(key)
        if kind == "clickbait":
            newest = max(newest or version, version)
    if newest is not None and follow_release(store, newest):
        written.append(POINTER_KEY)
    return written


def bundled_versions(kind: ModelKind) -> list[str]:
    """Return the versions of ``kind`` that travel with the program, oldest first."""
    return [version for found, version, _ in _bundled() if found == kind]


def bundled_folder(kind: ModelKind, version: str) -> Path:
    """Return the folder of a version that travels with the program."""
    return Path(str(files("imfact.bundled"))) / "models" / kind / version


def _bundled() -> Iterator[tuple[ModelKind, str, Traversable]]:
    root = files("imfact.bundled") / "models"
    for kind in get_args(ModelKind):
        folder = root / kind
        if not folder.is_dir():
            continue
        for child in sorted(folder.iterdir(), key=lambda child: child.name):
            if parse_version(kind, f"{kind}/{child.name}/") is not None:
                yield kind, child.name, child


def _files(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    for child in folder.iterdir():
        if child.is_dir():
            yield from _files(child, f"{prefix}{child.name}/")
        else:
            yield f"{prefix}{child.name}", child


def _is_corrupt(store: ObjectStore, kind: ModelKind, version: str) -> bool:
    try:
        verify_version(store, kind, version)
    except ModelCorrupt:
        return True
    except VersionNotFound:
        return False
    return False
