"""A small object that says which version is current, moved by compare-and-set; not what it points to."""

from __future__ import annotations

from collections.abc import Callable

from imfact.kit.errors import ConflictError
from imfact.store.objects import ObjectChanged, ObjectNotFound, ObjectStore


class PointerMoved(ConflictError):
    """Somebody else changed the pointer first."""

    code = "pointer_moved"


def move_pointer(
    store: ObjectStore, key: str, data: bytes, is_expected: Callable[[bytes | None], bool]
) -> None:
    """Write ``data`` to ``key`` if what lies there satisfies ``is_expected`` (None: nothing does).

    Raises:
        PointerMoved: it does not, or it changed between the look and the write.
    """
    try:
        present: bytes | None = store.get(key)
    except ObjectNotFound:
        present = None
    if not is_expected(present):
        raise PointerMoved(f"{key} names another version by now; look again.", key=key)
    try:
        store.compare_and_set(key, present, data)
    except ObjectChanged as exc:
        raise PointerMoved(f"{key} changed meanwhile; look again.", key=key) from exc
