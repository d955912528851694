"""What a store raises, and how obstore's errors become it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    PermissionDeniedError,
    PreconditionError,
    UnauthenticatedError,
)
from obstore.exceptions import NotFoundError as MissingObject

from imfact.kit.errors import BackendUnavailable, ConfigError, ConflictError, NotFoundError

# ENOSPC and EDQUOT in the words of Python and of Rust.
_FULL = ("No space left", "os error 28", "quota exceeded", "os error 122")

_NO_KEY = "Could not parse path"


class ObjectNotFound(NotFoundError):
    """No object has that key."""

    code = "object_not_found"


class ObjectChanged(ConflictError):
    """The object is not what the caller last saw; read it again and decide anew."""

    code = "object_changed"


def changed(key: str, found: str | None = None) -> ObjectChanged:
    """Return the error for a ``key`` that somebody else wrote; ``found`` identifies what lies there."""
    return ObjectChanged(
        f"{key} was changed by somebody else; read it again.", key=key, found=found
    )


@contextmanager
def translated(key: str, place: str) -> Iterator[None]:
    """Turn obstore's errors on ``key`` into ours; ``place`` names the store for who must mend it."""
    try:
        yield
    except (MissingObject, FileNotFoundError) as exc:
        _raise_if_misconfigured(exc, place)
        raise ObjectNotFound(f"There is no object {key}.", key=key) from exc
    except ValueError as exc:
        # What somebody typed may hold what no key can: empty segments, dots, control characters.
        if _NO_KEY not in str(exc):
            raise
        raise ObjectNotFound(f"There is no object {key!r}.", key=key) from exc
    except AlreadyExistsError as exc:
        raise ObjectChanged(f"{key} exists already.", key=key) from exc
    except PreconditionError as exc:
        raise changed(key) from exc
    except (PermissionDeniedError, UnauthenticatedError) as exc:
        raise ConfigError(
            f"{place} refuses these credentials for {key}; check AWS_* and the bucket's policy.",
            key=key,
        ) from exc
    except (BaseError, OSError) as exc:
        _raise_if_misconfigured(exc, place)
        if any(sign in str(exc) for sign in _FULL):
            raise BackendUnavailable(
                f"The disk of {place} is full; make room, then run `imfact run --resume`.", key=key
            ) from exc
        raise BackendUnavailable(
            f"The store {place} failed on {key}: {_first_line(exc)}", key=key
        ) from exc


def _raise_if_misconfigured(exc: Exception, place: str) -> None:
    """Raise ConfigError for what no retry mends; obstore tells it in words only."""
    said = str(exc)
    if "NoSuchBucket" in said:
        raise ConfigError(f"The bucket of {place} does not exist; create it.", url=place) from exc
    if "incorrectly configured region" in said:
        raise ConfigError(
            f"The bucket of {place} lies in another region; set AWS_REGION.", url=place
        ) from exc


def _first_line(exc: Exception) -> str:
    """Return what obstore says itself; below it stands the debug form of the same."""
    return str(exc).split("\n", 1)[0][:400]
