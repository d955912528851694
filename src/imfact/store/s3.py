"""A bucket on S3 or on what speaks its language.

Credentials, region and endpoint come from the ``AWS_*`` variables, as for every SDK of AWS
(``AWS_ENDPOINT_URL`` or ``AWS_ENDPOINT_URL_S3`` for another server); obstore reads them itself.
"""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import obstore
from obstore.store import S3Store

from imfact.kit.hashing import sha256_hex
from imfact.store.failures import ObjectChanged, ObjectNotFound, changed, translated

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

# In the order in which obstore takes them; it reads them itself, but does not tell.
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
# Metadata that tells our own write, whose answer was lost on the way, from somebody else's.
_WRITE = "imfact-write"

# A server that is away for ten seconds is waited for; after 15 the caller hears of it, and defers.
_RETRY: RetryConfig = {
    # Enough that the time-out ends it, not the number.
    "max_retries": 100,
    "retry_timeout": timedelta(seconds=15),
    "backoff": {
        "init_backoff": timedelta(milliseconds=100),
        "max_backoff": timedelta(seconds=2),
        "base": 2,
    },
}
# read_timeout runs from the request's start: a model of 35 MB must be through within it.
_CLIENT: ClientConfig = {
    "connect_timeout": timedelta(seconds=3),
    "read_timeout": timedelta(seconds=20),
    "timeout": timedelta(seconds=120),
}


class S3Bucket:
    """obstore's ``S3Store`` under a prefix. Conditional writes go by If-None-Match and If-Match.

    A write is tried again after a lost connection, and then finds what it wrote itself; each
    conditional write therefore carries a mark by which it knows its own.
    """

    def __init__(self, bucket: str, prefix: str) -> None:
        self.place = f"s3://{bucket}/{prefix}".rstrip("/")
        options = _CLIENT
        if _on_loopback():
            options = {**_CLIENT, "allow_http": True}
        self.objects = S3Store(
            bucket, prefix=prefix or None, client_options=options, retry_config=_RETRY
        )

    def create(self, key: str, data: bytes) -> None:
        """Write ``key``, which must not exist. Raises ObjectChanged."""
        mark = secrets.token_hex(16)
        try:
            with translated(key, self.place):
                obstore.put(self.objects, key, data, mode="create", attributes={_WRITE: mark})
        except ObjectChanged:
            if self._mark(key) != mark:
                raise

    def replace(self, key: str, expected: bytes | None, data: bytes) -> None:
        """Write ``key`` if it holds ``expected``, None meaning nothing. Raises ObjectChanged."""
        if expected is None:
            self.create(key, data)
            return
        try:
            with translated(key, self.place):
                answer = self.objects.get(key)
                present, tag = bytes(answer.bytes()), answer.meta["e_tag"]
        except ObjectNotFound as exc:
            raise changed(key) from exc
        if present != expected:
            raise changed(key, sha256_hex(present))
        mark = secrets.token_hex(16)
        try:
            with translated(key, self.place):
                obstore.put(self.objects, key, data, mode={"e_tag": tag}, attributes={_WRITE: mark})
        except ObjectChanged:
            if self._mark(key) != mark:
                raise

    def _mark(self, key: str) -> str | None:
        try:
            with translated(key, self.place):
                found = self.objects.get(key).attributes.get(_WRITE)
        except ObjectNotFound:
            return None
        return None if found is None else str(found)


def _on_loopback() -> bool:
    """Return whether the environment names a server of this machine, which may speak plain HTTP."""
    endpoint = next((os.environ[name] for name in _ENDPOINTS if os.environ.get(name)), "")
    return urlsplit(endpoint).hostname in _LOOPBACK
