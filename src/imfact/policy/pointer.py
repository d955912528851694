"""Which policy version is current. Publish and rollback move this pointer, and nothing else."""

from __future__ import annotations

from pydantic import ValidationError

from imfact.contracts.policy import PolicyPointer
from imfact.policy.files import WHOLE, broken
from imfact.policy.names import POINTER_KEY
from imfact.policy.versions import load_version
from imfact.store.objects import ObjectNotFound, ObjectStore
from imfact.store.pointer import PointerMoved, move_pointer


def current_id(store: ObjectStore) -> str:
    """Return the id of the current version.

    Raises:
        PolicyFileBroken: there is no pointer, or it is unreadable.
    """
    try:
        return _target(store.get(POINTER_KEY))
    except ObjectNotFound as exc:
        raise broken(
            POINTER_KEY, WHOLE, "it is missing; name one with `imfact policy rollback VERSION`"
        ) from exc


def begin_at(store: ObjectStore, version: str) -> bool:
    """Point to ``version`` where there is no pointer yet; return whether this call did."""
    return store.put_if_absent(POINTER_KEY, _bytes(version))


def point_to(store: ObjectStore, version: str, expected: str | None = None) -> str:
    """Make ``version`` current, forward or back, after it was read and checked; return its id.

    Args:
        store: The config bucket.
        version: Id or number.
        expected: The id that the caller believes to be current; None takes any.

    Raises:
        PolicyVersionNotFound: there is no such version.
        PolicyFileBroken: it is not whole, or no policy; the pointer stays.
        PointerMoved: another version than ``expected`` is current, or it changed meanwhile.
    """
    target = load_version(store, version).version

    def moved(present: bytes | None) -> bytes:
        if expected is not None and (present is None or _target(present) != expected):
            raise PointerMoved(
                f"{expected} is not current any more; look again.", expected=expected
            )
        return _bytes(target)

    move_pointer(store, POINTER_KEY, moved)
    return target


def _target(data: bytes) -> str:
    try:
        return PolicyPointer.model_validate_json(data).target
    except ValidationError as exc:
        raise broken(
            POINTER_KEY,
            "target",
            "it is unreadable; name one with `imfact policy rollback VERSION`",
        ) from exc


def _bytes(version: str) -> bytes:
    return PolicyPointer(target=version).model_dump_json().encode() + b"\n"
