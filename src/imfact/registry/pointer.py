"""The pointer: which clickbait version is current. Promote and rollback change nothing else."""

from __future__ import annotations

from pydantic import ValidationError

from imfact.contracts.model import ModelVersion, Pointer
from imfact.kit.errors import ConfigError, ConflictError
from imfact.registry.names import POINTER_KEY
from imfact.registry.versions import VersionNotFound, list_versions, show_version, verify_version
from imfact.store.objects import ObjectChanged, ObjectNotFound, ObjectStore


class PointerMoved(ConflictError):
    """Somebody else changed the pointer first."""

    code = "pointer_moved"


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


def promote(store: ObjectStore, version: str, expected: str | None = None) -> None:
    """Make ``version`` current, forward or back.

    Args:
        store: The models bucket.
        version: A version of the bucket; all its files are verified first.
        expected: The version that the caller believes to be current; None takes any.

    Raises:
        VersionNotFound: there is no such version.
        ModelCorrupt: it is altered, or the encoder that it requires is.
        PointerMoved: another version than ``expected`` is current, or it changed meanwhile.
    """
    verify_version(store, "clickbait", version)
    encoder = show_version(store, "clickbait", version).requires_encoder
    if encoder is not None:
        verify_version(store, "encoder", encoder)
    try:
        present: bytes | None = store.get(POINTER_KEY)
    except ObjectNotFound:
        present = None
    if expected is not None and (present is None or _parse(present).target != expected):
        raise PointerMoved(f"{expected} is not current any more; look again.", expected=expected)
    try:
        store.compare_and_set(POINTER_KEY, present, pointer_bytes(version))
    except ObjectChanged as exc:
        raise PointerMoved("The pointer changed meanwhile; look again.", version=version) from exc


def pointer_bytes(version: str) -> bytes:
    """Return the pointer's JSON."""
    return Pointer(target=version).model_dump_json().encode() + b"\n"


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
