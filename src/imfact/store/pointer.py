"""A small object that says which version is current, moved by compare-and-set; not what it points to."""

from __future__ import annotations

from collections.abc import Callable

from imfact.kit.errors import ConflictError
from imfact.store.objects import ObjectChanged, ObjectNotFound, ObjectStore


class PointerMoved(ConflictError):
    """Somebody else changed the pointer first."""

    code = "pointer_moved"


def move_pointer(
    store: ObjectStore, key: str, moved: Callable[[bytes | None], bytes | None]
) -> None:
    """Write what ``moved`` makes of the object at ``key`` (None: there is none); None writes nothing.

    Raises:
        PointerMoved: it changed between the look and the write, or ``moved`` raised it.
    """
    try:
        present: bytes | None = store.get(key)
    except ObjectNotFound:
        present = None
    data = moved(present)
    if data is None:
        return
    try:
        store.compare_and_set(key, present, data)
    except ObjectChanged as exc:
        raise PointerMoved("The pointer changed meanwhile; look again.", key=key) from exc
