"""A bucket in a folder of the local disk."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import obstore
from obstore.store import LocalStore

from imfact.kit.errors import ConfigError
from imfact.kit.hashing import sha256_hex
from imfact.store.failures import ObjectNotFound, changed, translated


class LocalBucket:
    """obstore's ``LocalStore``, and a lock file for the update that it cannot make conditional.

    It writes a temporary file and renames it, so readers never see half an object, and
    ``mode="create"`` has one winner.

    Raises:
        ConfigError: the folder cannot be made.
    """

    def __init__(self, root: Path) -> None:
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise ConfigError(
                f"The folder {root} cannot be made or used: {exc.strerror}. IMFACT_VAR, or the "
                "bucket's own setting, names it."
            ) from exc
        self._root = root
        self.place = f"file:{root}"
        self.objects = LocalStore(prefix=root)

    def create(self, key: str, data: bytes) -> None:
        """Write ``key``, which must not exist. Raises ObjectChanged."""
        with translated(key, self.place):
            obstore.put(self.objects, key, data, mode="create")

    def replace(self, key: str, expected: bytes | None, data: bytes) -> None:
        """Write ``key`` if it holds ``expected``, None meaning nothing. Raises ObjectChanged."""
        with self._locked(), translated(key, self.place):
            present = self._present(key)
            if present != expected:
                raise changed(key, None if present is None else sha256_hex(present))
            obstore.put(self.objects, key, data, mode="overwrite")

    def _present(self, key: str) -> bytes | None:
        try:
            with translated(key, self.place):
                return bytes(self.objects.get(key).bytes())
        except ObjectNotFound:
            return None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = self._root.parent / f".{self._root.name}.lock"
        # flock belongs to the open file, so it keeps out threads of this process as well as others.
        with lock.open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
