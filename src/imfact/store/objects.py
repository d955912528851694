"""Objects in a bucket: read, put-if-absent, compare-and-set, list, delete; over obstore."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import obstore
from obstore.store import ObjectStore as VendorStore

from imfact.kit.errors import ConfigError
from imfact.store.failures import ObjectChanged, ObjectNotFound, translated
from imfact.store.local import LocalBucket
from imfact.store.s3 import S3Bucket


class Bucket(Protocol):
    """Where objects lie, and its two conditional writes, which every server makes in its own way."""

    @property
    def place(self) -> str:
        """The bucket's URL, for messages."""

    @property
    def objects(self) -> VendorStore:
        """obstore's view of it."""

    def create(self, key: str, data: bytes) -> None:
        """Write ``key``, which must not exist; one of many callers wins. Raises ObjectChanged."""

    def replace(self, key: str, expected: bytes | None, data: bytes) -> None:
        """Write ``key`` if it holds ``expected``, None meaning nothing. Raises ObjectChanged."""


class ObjectStore:
    """A bucket. Keys are ``/``-separated; all calls block; safe between threads and processes.

    Readers never see half an object. Every call raises BackendUnavailable where the store stays
    away, and ConfigError where bucket or credentials are wrong.

    Args:
        bucket: Where objects lie; a path is a folder of the local disk.
    """

    def __init__(self, bucket: Bucket | Path) -> None:
        self._bucket = LocalBucket(bucket) if isinstance(bucket, Path) else bucket
        self._objects = self._bucket.objects

    @classmethod
    def open(cls, url: str) -> ObjectStore:
        """Open a store from its URL: ``file:./folder``, ``file:///folder`` or ``s3://bucket/prefix``.

        Raises:
            ConfigError: another scheme, no path, or no bucket.
        """
        parts = urlsplit(url)
        path = unquote(parts.path)
        if parts.scheme == "s3" and parts.netloc and not parts.query:
            return cls(S3Bucket(parts.netloc, path.strip("/")))
        if parts.scheme == "file" and parts.netloc in ("", "localhost") and path:
            return cls(Path(path))
        raise ConfigError(
            f"The store URL {url!r} is not usable; write file:./folder or s3://bucket/prefix.",
            url=url,
        )

    def get(self, key: str) -> bytes:
        """Return the bytes of ``key``. Raises ObjectNotFound."""
        with translated(key, self._bucket.place):
            return bytes(self._objects.get(key).bytes())

    def etag(self, key: str) -> str:
        """Return a mark that changes when ``key`` is written; cheaper than ``get``. Raises ObjectNotFound."""
        with translated(key, self._bucket.place):
            return str(self._objects.head(key)["e_tag"])

    def exists(self, key: str) -> bool:
        """Return whether ``key`` exists."""
        try:
            with translated(key, self._bucket.place):
                self._objects.head(key)
        except ObjectNotFound:
            return False
        return True

    def put(self, key: str, data: bytes) -> None:
        """Write ``key``, replacing what is there; for records that are rewritten on purpose only."""
        with translated(key, self._bucket.place):
            obstore.put(self._objects, key, data, mode="overwrite")

    def put_if_absent(self, key: str, data: bytes) -> bool:
        """Write ``key`` unless it exists; return whether this call wrote it. One of many callers wins."""
        try:
            self._bucket.create(key, data)
        except ObjectChanged:
            return False
        return True

    def compare_and_set(self, key: str, expected: bytes | None, data: bytes) -> None:
        """Replace ``key`` only if it still holds ``expected`` (None: does not exist).

        Raises:
            ObjectChanged: it holds something else.
        """
        self._bucket.replace(key, expected, data)

    def delete(self, key: str) -> None:
        """Delete ``key``; no error where it does not exist."""
        try:
            with translated(key, self._bucket.place):
                obstore.delete(self._objects, key)
        except ObjectNotFound:
            return

    def folders(self, prefix: str) -> list[str]:
        """Return the folders right below the folder ``prefix``, sorted; a local one may be empty."""
        with translated(prefix, self._bucket.place):
            return sorted(obstore.list_with_delimiter(self._objects, prefix)["common_prefixes"])

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Yield the keys below the folder ``prefix`` (whole path segments), sorted."""
        with translated(prefix, self._bucket.place):
            found = [
                meta["path"]
                for batch in obstore.list(self._objects, prefix or None)
                for meta in batch
            ]
        yield from sorted(found)


__all__ = ["ObjectChanged", "ObjectNotFound", "ObjectStore"]
