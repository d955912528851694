"""Opaque cursors: a position in a listing, sealed together with the filters it belongs to."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from typing import Any

from imfact.services.problems import InvalidRequest

_SEAL_BYTES = 8


class InvalidCursor(InvalidRequest):
    """The cursor was altered, or belongs to other filters."""

    code = "invalid_cursor"


# Any: a position is a handful of JSON values that only its own listing knows.
def seal(position: dict[str, Any], filters: dict[str, Any], tail: bytes = b"") -> str:
    """Return the cursor for ``position`` (and raw bytes) in the listing that ``filters`` describes.

    The seal is a checksum, not a secret: it catches mistakes, and everything a cursor can reach
    is public anyway.
    """
    raw = _canonical(position) + b"\n" + tail
    return base64.urlsafe_b64encode(_seal_of(raw, filters) + raw).decode("ascii").rstrip("=")


def unseal(cursor: str, filters: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return position and raw bytes of a cursor made by ``seal`` with the same filters.

    Raises:
        InvalidCursor: altered, or made with other filters.
    """
    try:
        data = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error) as exc:
        raise InvalidCursor("The cursor is not one of ours; start at the first page.") from exc
    given, raw = data[:_SEAL_BYTES], data[_SEAL_BYTES:]
    if given != _seal_of(raw, filters):
        raise InvalidCursor(
            "The cursor was altered or belongs to other filters; start at the first page."
        )
    head, _, tail = raw.partition(b"\n")
    position: dict[str, Any] = json.loads(head)
    return position, tail


def _canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _seal_of(raw: bytes, filters: dict[str, Any]) -> bytes:
    return hashlib.sha256(_canonical(filters) + b"\n" + raw).digest()[:_SEAL_BYTES]
