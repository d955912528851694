"""The packaged default policy and how it gets into the config bucket; not for reading it back."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from imfact.store.objects import ObjectStore

_SUFFIXES = (".json", ".yaml", ".md")


def default_files() -> dict[str, bytes]:
    """Return the packaged policy, key in the bucket → bytes."""
    root = files("imfact.bundled").joinpath("policy")
    return dict(sorted(_walk(root, "")))


def install_defaults(store: ObjectStore) -> list[str]:
    """Put each packaged file that the bucket lacks; return the keys written.

    What an operator changed is never overwritten.
    """
    return [key for key, data in default_files().items() if store.put_if_absent(key, data)]


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _walk(item, f"{prefix}{item.name}/")
        elif item.name.endswith(_SUFFIXES):
            yield prefix + item.name, item.read_bytes()
