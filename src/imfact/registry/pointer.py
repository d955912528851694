"""The pointer: which clickbait version is current. Promote and rollback change nothing else."""

from __future__ import annotations

from contextlib import suppress

from pydantic import ValidationError

from imfact.contracts.model import ModelVersion, Pointer, PointerChange
from imfact.kit.clock import Clock, utc_now
from imfact.kit.errors import ConfigError, ConflictError
from imfact.registry.names import POINTER_KEY
from imfact.registry.versions import VersionNotFound, list_versions, show_version, verify_version
from imfact.store.objects import ObjectNotFound, ObjectStore
from imfact.store.pointer import PointerMoved, move_pointer

_KEPT = 500


class NothingBefore(ConflictError):
    """The pointer never named another version."""

    code = "nothing_before"


def read_pointer(store: ObjectStore) -> Pointer:
    """Return the pointer.

    Raises:
        ConfigError: it does not exist or is unreadable.
    """
    return _parse(_raw(store))


def current_version(store: ObjectStore) -> ModelVersion:
    """Return the version that the pointer names.

    Raises:
        ConfigError: the pointer does not exist, or names a version that does not.
        ModelCorrupt: that version's description is altered.
    """
    target = read_pointer(store).target
    try:
        return show_version(store, "clickbait", target)
    except VersionNotFound as exc:
        known = ", ".join(list_versions(store, "clickbait")) or "none"
        raise ConfigError(
            f"The pointer names clickbait {target}, which does not exist (there are: {known}). "
            "Run `imfact model promote VERSION`.",
            target=target,
        ) from exc


def promote(
    store: ObjectStore,
    version: str,
    expected: str | None = None,
    *,
    reason: str | None = None,
    forced: bool = False,
    clock: Clock = utc_now,
) -> None:
    """Make ``version`` current and write so into the history; nothing changes where it is already.

    Args:
        store: The models bucket.
        version: A version of the bucket; all its files are verified first.
        expected: The version that the caller believes to be current; None takes any.
        reason: Why, for the history.
        forced: The caller knows that the version keeps no floor.
        clock: Gives the time of the change.

    Raises:
        VersionNotFound: there is no such version.
        ModelCorrupt: it is altered, or the encoder that it requires is.
        PointerMoved: another version than ``expected`` is current, or it changed meanwhile.
    """
    change = PointerChange(
        action="promote", target=version, at=clock(), reason=reason, forced=forced
    )
    _move(store, change, expected)


def rollback(
    store: ObjectStore, *, reason: str | None = None, clock: Clock = utc_now
) -> tuple[str, str]:
    """Make the version current that was so before the current one was promoted; return (from, to).

    Rolled back again, it goes one further: a rollback takes back a promotion, never a rollback.

    Raises:
        ConfigError: there is no readable pointer.
        NothingBefore: no version was current before.
        ModelCorrupt: the version before is altered.
        PointerMoved: the pointer changed meanwhile.
    """
    pointer = read_pointer(store)
    target = previous_target(pointer)
    if target is None:
        raise NothingBefore(
            f"No version was current before {pointer.target}; `imfact model promote VERSION` "
            "makes any version current."
        )
    change = PointerChange(action="rollback", target=target, at=clock(), reason=reason)
    _move(store, change, pointer.target)
    return pointer.target, target


def follow_release(store: ObjectStore, version: str, *, clock: Clock = utc_now) -> bool:
    """Make the newer bundled ``version`` current where nobody ever chose one; return whether it moved.

    A release may measure what an older version was not trained on and refuse it: whoever never
    promoted anything must not be left with a service that is not ready.
    """
    change = PointerChange(action="install", target=version, at=clock())
    if store.put_if_absent(POINTER_KEY, pointer_bytes(version, (change,))):
        return True
    pointer = _readable(_raw(store))
    if pointer is None or not pointer.history or pointer.target >= version:
        return False
    if any(past.action != "install" for past in pointer.history):
        return False
    with suppress(PointerMoved):  # by another process that starts: to the same version
        _move(store, change, pointer.target)
    return True


def previous_target(pointer: Pointer) -> str | None:
    """Return where a rollback would go, None where nothing was current before."""
    stack: list[str] = []
    for change in pointer.history:
        if change.action == "rollback" and change.target in stack:
            while stack[-1] != change.target:
                stack.pop()
        elif not stack or stack[-1] != change.target:
            stack.append(change.target)
    return stack[-2] if len(stack) > 1 and stack[-1] == pointer.target else None


def proved_itself(pointer: Pointer, version: str) -> bool:
    """Return whether ``version`` became current once without being forced."""
    return any(
        change.target == version and change.action != "rollback" and not change.forced
        for change in pointer.history
    )


def pointer_bytes(version: str, history: tuple[PointerChange, ...] = ()) -> bytes:
    """Return the pointer's JSON."""
    pointer = Pointer(target=version, history=history[-_KEPT:])
    return pointer.model_dump_json(exclude_defaults=True).encode() + b"\n"


def _move(store: ObjectStore, change: PointerChange, expected: str | None) -> None:
    verify_version(store, "clickbait", change.target)
    encoder = show_version(store, "clickbait", change.target).requires_encoder
    if encoder is not None:
        verify_version(store, "encoder", encoder)

    def moved(present: bytes | None) -> bytes | None:
        pointer = None if present is None else _readable(present)
        if expected is not None and (pointer is None or pointer.target != expected):
            raise PointerMoved(
                f"{expected} is not current any more; look again.", expected=expected
            )
        if pointer is None:
            return pointer_bytes(change.target, (change,))
        if pointer.target == change.target:
            return None
        first = PointerChange(action="install", target=pointer.target)
        return pointer_bytes(change.target, (*(pointer.history or (first,)), change))

    move_pointer(store, POINTER_KEY, moved)


def _readable(data: bytes) -> Pointer | None:
    """Return the pointer, None where it is broken: a promotion is what mends it."""
    try:
        return _parse(data)
    except ConfigError:
        return None


def _raw(store: ObjectStore) -> bytes:
    try:
        return store.get(POINTER_KEY)
    except ObjectNotFound as exc:
        raise ConfigError(
            "No clickbait model is current; run `imfact model install`.", key=POINTER_KEY
        ) from exc


def _parse(data: bytes) -> Pointer:
    try:
        return Pointer.model_validate_json(data)
    except ValidationError as exc:
        raise ConfigError(
            f"{POINTER_KEY} is unreadable; run `imfact model promote VERSION`.", key=POINTER_KEY
        ) from exc
