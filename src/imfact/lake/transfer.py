"""The bytes of a page out of the bytes of its transfer: chunks, gzip, deflate, brotli; never without a limit."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping

from fastwarc.stream_io import BrotliReader

_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32


class Unreadable(ValueError):
    """The bytes are not what their headers say, or too many; ``reason`` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def decoded(payload: bytes, headers: Mapping[str, str], limit_bytes: int) -> bytes:
    """Return the page. Many archives keep the headers of a transfer and the page behind it: those pass.

    Raises:
        Unreadable: ``undecodable_transfer``, ``truncated`` where its compression ends before its end,
            or ``too_large`` where the page exceeds the limit.
    """
    data = payload
    if "chunked" in headers.get("transfer-encoding", "").lower():
        data = _unchunked(data)
    for coding in reversed(headers.get("content-encoding", "").lower().split(",")):
        data = _decompressed(data, coding.strip(), limit_bytes)
    if len(data) > limit_bytes:
        raise Unreadable("too_large")
    return data


def _unchunked(data: bytes) -> bytes:
    pieces: list[bytes] = []
    place = 0
    while True:
        end = data.find(b"\r\n", place)
        try:
            size = int(data[place:end].split(b";")[0], 16) if end > 0 else -1
        except ValueError:
            size = -1
        if size < 0 or end + 2 + size > len(data):
            # Archived without its chunks: then not even the first line is a length.
            if not pieces:
                return data
            raise Unreadable("undecodable_transfer")
        if size == 0:
            return b"".join(pieces)
        pieces.append(data[end + 2 : end + 2 + size])
        place = end + 2 + size + 2


def _decompressed(data: bytes, coding: str, limit_bytes: int) -> bytes:
    if coding in ("", "identity"):
        return data
    try:
        if coding in ("gzip", "x-gzip", "deflate"):
            return _inflated(data, coding, limit_bytes)
        if coding == "br":
            return bytes(BrotliReader(io.BytesIO(data)).read(limit_bytes + 1))
    except Unreadable:
        raise
    except (zlib.error, OSError, ValueError, EOFError) as exc:
        if data.lstrip()[:1] == b"<":
            return data
        raise Unreadable("undecodable_transfer") from exc
    if data.lstrip()[:1] == b"<":
        return data
    raise Unreadable("undecodable_transfer")


def _inflated(data: bytes, coding: str, limit_bytes: int) -> bytes:
    # Servers say deflate of zlib streams and of bare ones alike.
    for bits in (_GZIP_OR_ZLIB, -zlib.MAX_WBITS) if coding == "deflate" else (_GZIP_OR_ZLIB,):
        inflater = zlib.decompressobj(bits)
        try:
            page = inflater.decompress(data, limit_bytes + 1)
        except zlib.error:
            if bits < 0 or coding != "deflate":
                raise
            continue
        if not inflater.eof and len(page) <= limit_bytes:
            raise Unreadable("truncated")
        return page
    raise Unreadable("undecodable_transfer")
