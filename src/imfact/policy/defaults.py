"""The packaged default policy and how it gets into the config bucket; not for reading it back."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from imfact.kit.clock import Clock, utc_now
from imfact.policy import names
from imfact.policy.pointer import begin_at
from imfact.policy.versions import list_versions, publish_files
from imfact.store.objects import ObjectStore

_SUFFIXES = (".json", ".yaml", ".md")


def default_files() -> dict[str, bytes]:
    """Return the packaged policy, name → bytes: what is versioned and what is live."""
    root = files("imfact.bundled").joinpath("policy")
    return dict(sorted(_walk(root, "")))


def bundled_version_files() -> dict[str, bytes]:
    """Return the packaged files that make a policy version."""
    return {name: data for name, data in default_files().items() if names.is_versioned(name)}


def install_defaults(store: ObjectStore, clock: Clock = utc_now) -> list[str]:
    """Publish the packaged policy as version 1 where the bucket has none, and add missing live files.

    What an operator changed is never overwritten, nor is the pointer moved. Returns the keys of the
    files written.
    """
    written = [
        name
        for name, data in default_files().items()
        if names.is_live(name) and store.put_if_absent(name, data)
    ]
    if store.exists(names.POINTER_KEY):
        return written
    known = list_versions(store)
    if len(known) > 1:
        # Somebody published, and the pointer was lost: which version counts is theirs to say.
        return written
    # One version without a pointer: a first start that was interrupted.
    record = (
        known[0]
        if known
        else publish_files(store, bundled_version_files(), clock(), "bundled default")
    )
    if not begin_at(store, record.version):
        # Another process of this instance starts too, and was first.
        return written
    return written + [names.file_key(record.version, name) for name in record.files]


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _walk(item, f"{prefix}{item.name}/")
        elif item.name.endswith(_SUFFIXES):
            yield prefix + item.name, item.read_bytes()
