"""Digests that identify texts and bytes."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable

TEXT_HASH_PATTERN = r"^[0-9a-f]{32}$"


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of ``data`` as 64 lower-case hex digits."""
    return hashlib.sha256(data).hexdigest()


def text_hash(title: str, body: str) -> str:
    """Return the identity of a headline with its body: 32 hex digits.

    Text is NFC-normalised and runs of white space are folded, so that a change of layout alone
    is not a revision. The title and the body are joined by U+001F, which neither may contain.
    """
    folded = "\x1f".join(
        " ".join(unicodedata.normalize("NFC", part).replace("\x1f", " ").split())
        for part in (title, body)
    )
    return sha256_hex(folded.encode())[:32]


def set_checksum(url_hashes: Iterable[str]) -> str:
    """Return a checksum of a set of url_hashes that does not depend on their order.

    A sum, not an exclusive or: an entry that is there twice must not cancel itself out.
    """
    return f"{sum(int(each, 16) for each in url_hashes) % 2**128:032x}"
