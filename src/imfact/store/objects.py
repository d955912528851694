"""Objects in a bucket: read, put-if-absent, compare-and-set, list, delete; over obstore."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.exceptions import NotFoundError as MissingObject
from obstore.store import LocalStore

from imfact.kit.errors import BackendUnavailable, ConfigError, ConflictError, NotFoundError
from imfact.kit.hashing import sha256_hex


class ObjectNotFound(NotFoundError):
    """No object has that key."""

    code = "object_not_found"


class ObjectChanged(ConflictError):
    """The object is not what the caller last saw; read it again and decide anew."""

    code = "object_changed"


class ObjectStore:
    """A bucket on the local disk. Keys are ``/``-separated; all calls block; safe between processes.

    obstore's ``LocalStore`` writes a temporary file and renames it, so readers never see half an
    object, and ``mode="create"`` has one winner. It has no conditional update: that one goes
    through a lock file beside the bucket.
    """

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self._root = root
        self._store = LocalStore(prefix=root)

    @classmethod
    def open(cls, url: str) -> ObjectStore:
        """Open a store from its URL, ``file:./folder`` or ``file:///folder``.

        Raises:
            ConfigError: another scheme, or no path.
        """
        parts = urlsplit(url)
        path = unquote(parts.path)
        if parts.scheme != "file" or parts.netloc not in ("", "localhost") or not path:
            raise ConfigError(f"The store URL {url!r} is not usable; write file:./folder.", url=url)
        return cls(Path(path))

    def get(self, key: str) -> bytes:
        """Return the bytes of ``key``. Raises ObjectNotFound."""
        with _translated(key):
            return bytes(self._store.get(key).bytes())

    def exists(self, key: str) -> bool:
        """Return whether ``key`` exists."""
        try:
            with _translated(key):
                self._store.head(key)
        except ObjectNotFound:
            return False
        return True

    def put(self, key: str, data: bytes) -> None:
        """Write ``key``, replacing what is there; for records that are rewritten on purpose only."""
        with _translated(key):
            obstore.put(self._store, key, data, mode="overwrite")

    def put_if_absent(self, key: str, data: bytes) -> bool:
        """Write ``key`` unless it exists; return whether this call wrote it. One of many callers wins."""
        try:
            with _translated(key):
                obstore.put(self._store, key, data, mode="create")
        except ObjectChanged:
            return False
        return True

    def compare_and_set(self, key: str, expected: bytes | None, data: bytes) -> None:
        """Replace ``key`` only if it still holds ``expected`` (None: does not exist).

        Raises:
            ObjectChanged: it holds something else.
        """
        with self._locked():
            try:
                present: bytes | None = self.get(key)
            except ObjectNotFound:
                present = None
            if present != expected:
                raise ObjectChanged(
                    f"{key} was changed by somebody else; read it again.",
                    key=key,
                    found=None if present is None else sha256_hex(present),
                )
            self.put(key, data)

    def delete(self, key: str) -> None:
        """Delete ``key``; no error where it does not exist."""
        try:
            with _translated(key):
                obstore.delete(self._store, key)
        except ObjectNotFound:
            return

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Yield the keys below the folder ``prefix`` (whole path segments), sorted."""
        with _translated(prefix):
            found = [
                meta["path"]
                for batch in obstore.list(self._store, prefix or None)
                for meta in batch
            ]
        yield from sorted(found)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = self._root.parent / f".{self._root.name}.lock"
        # flock belongs to the open file, so it keeps out threads of this process as well as others.
        with lock.open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


@contextmanager
def _translated(key: str) -> Iterator[None]:
    try:
        yield
    except (MissingObject, FileNotFoundError) as exc:
        raise ObjectNotFound(f"There is no object {key}.", key=key) from exc
    except AlreadyExistsError as exc:
        raise ObjectChanged(f"{key} exists already.", key=key) from exc
    except (BaseError, OSError) as exc:
        raise BackendUnavailable(f"The store failed on {key}: {exc}", key=key) from exc
