"""Web archives (WARC 1.0 and 1.1): pages read out of them, captures written into them."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from gzip import GzipFile, compress
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, cast

from fastwarc.warc import ArchiveIterator, HeaderMap, WarcRecord, WarcRecordType

from imfact.contracts.capture import CaptureMeta
from imfact.kit.errors import DataError
from imfact.lake.transfer import Unreadable, decoded

# What HTTP says of the bytes on the wire is not true of the bytes that we keep.
_WIRE = ("content-encoding", "transfer-encoding", "content-length")
_ORIGINAL = "x-archive-orig-"
# An extension field of ours: what no field of the standard says of a capture.
_NOTE = "Imfact-Capture"
_NOTED = ("final_url", "run_id", "feed_title", "feed_published_at")
_GZIP = b"\x1f\x8b"
_TAIL_BYTES = 64


class WarcBroken(DataError):
    """The archive ends in the middle of a record, or is none from some place on."""

    code = "warc_broken"


@dataclass(frozen=True, slots=True)
class WarcPage:
    """A page that was answered with 200, as it was before transfer."""

    url: str
    fetched_at: datetime
    headers: dict[str, str]
    """Names in lower case; several of one name are joined by a comma."""
    content_type: str
    page: bytes
    note: dict[str, str]
    """What an export of ours said beside the record."""


@dataclass(frozen=True, slots=True)
class WarcOther:
    """A record that is no page, with the reason as a code."""

    url: str
    reason: str


def read_warc(path: Path, limit_bytes: int) -> Iterator[WarcPage | WarcOther]:
    """Yield each record once, in order; ``path`` may be gzipped or plain.

    Args:
        path: The archive.
        limit_bytes: Longer pages are not read.

    Raises:
        WarcBroken: after everything before the break was yielded; also where ``path`` cannot be
            read or holds no record.
    """
    number = 0
    try:
        with path.open("rb") as handle:
            stream = _Stream(handle)
            # It reads and tells; fastwarc's protocol has more than is called.
            source = cast("BinaryIO", stream)
            for record in ArchiveIterator(source, auto_decode="none", fsspec_args=False):
                _require_head(record, stream)
                found = _read(record, limit_bytes)
                number += 1
                yield found
    # fastwarc says ValueError of headers that are none.
    except (OSError, EOFError, ValueError) as exc:
        raise WarcBroken(f"{path.name} breaks off after record {number}: {exc}.") from exc
    if not number:
        raise WarcBroken(f"{path.name} holds no WARC record.")
    if stream.fault is not None or not stream.whole:
        why = stream.fault or "the head of the next one is cut"
        raise WarcBroken(f"{path.name} breaks off after record {number}: {why}.")


def warc_record(meta: CaptureMeta, page: bytes) -> bytes:
    """Return ``page`` as a response record with its original headers; ``read_warc`` gives it back."""
    headers = dict(meta.headers)
    if meta.content_type is not None:
        headers.setdefault("content-type", meta.content_type)
    status = HTTPStatus(meta.http_status)
    lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
    for name, value in headers.items():
        true = name == "content-length" and value == str(len(page))
        written = f"{_ORIGINAL}{name}" if name in _WIRE and not true else name
        lines.append(f"{written}: {' '.join(value.split())}")
    record = WarcRecord()
    record.init_headers(WarcRecordType.response)
    # The address as it was announced: identity follows from it.
    record.headers.set("WARC-Target-URI", meta.url)
    record.headers.set("WARC-Date", f"{meta.fetched_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}")
    record.headers.set("Content-Type", "application/http; msgtype=response")
    note = meta.model_dump(mode="json", include=set(_NOTED), exclude_none=True)
    record.headers.set(_NOTE, json.dumps(note, ensure_ascii=True))
    head = "\r\n".join(lines).encode("utf-8", "replace")
    record.set_bytes_content(head + b"\r\n\r\n" + page)
    buffer = io.BytesIO()
    record.write(buffer, checksum_data=True)
    return buffer.getvalue()


def gzipped(record: bytes) -> bytes:
    """Return a record as a gzip member of its own, as WARC readers expect."""
    return compress(record, mtime=0)


def _require_head(record: WarcRecord, stream: _Stream) -> None:
    if stream.ended and not record.content_length and not stream.whole:
        raise EOFError("the head of the next one is cut")


def _read(record: WarcRecord, limit_bytes: int) -> WarcPage | WarcOther:
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    length = record.content_length
    refusal = _refusal(record, limit_bytes)
    if refusal is not None:
        if record.reader.consume() < length:
            raise EOFError(f"the record of {url or 'no address'} is cut")
        return WarcOther(url, refusal)
    payload = record.reader.read()
    if len(payload) < length:
        raise EOFError(f"the page of {url} is cut: {len(payload):,} of {length:,} bytes")
    headers = _headers(record)
    try:
        page = decoded(payload, headers, limit_bytes)
    except Unreadable as exc:
        return WarcOther(url, exc.reason)
    content_type = headers.get("content-type", "")
    return WarcPage(url, record.record_date, headers, content_type, page, _note(record))


def _refusal(record: WarcRecord, limit_bytes: int) -> str | None:
    if record.record_type != WarcRecordType.response:
        return f"{record.record_type}_record"
    # fastwarc's types promise both, but a record may lack either.
    http = cast("HeaderMap | None", record.http_headers)
    if http is None:
        return "not_http"
    if http.status_code != HTTPStatus.OK:
        return f"http_{http.status_code or 'unknown'}"
    if (record.http_content_type or "").strip().lower() != "text/html":
        return "not_html"
    if cast("datetime | None", record.record_date) is None:
        return "no_date"
    return "too_large" if record.content_length > limit_bytes else None


def _headers(record: WarcRecord) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in record.http_headers:
        lowered = name.strip().lower().removeprefix(_ORIGINAL)
        found[lowered] = f"{found[lowered]}, {value}" if lowered in found else value
    return found


def _note(record: WarcRecord) -> dict[str, str]:
    try:
        note = json.loads(record.headers.get(_NOTE) or "{}")
    except ValueError:
        return {}
    if not isinstance(note, dict):
        return {}
    return {name: str(note[name]) for name in _NOTED if note.get(name)}


class _Stream:
    """Bytes of an archive, gunzipped where needed; what is wrong with them looks like their end."""

    def __init__(self, handle: BinaryIO) -> None:
        gzipped = handle.read(2) == _GZIP
        handle.seek(0)
        self._file = cast("io.BufferedReader", GzipFile(fileobj=handle) if gzipped else handle)
        self.tail = b""
        self.fault: Exception | None = None
        self.ended = False

    @property
    def whole(self) -> bool:
        """Whether what was read so far ends like a record does, with an empty line."""
        return self.tail.endswith(b"\n\r\n")

    def read(self, size: int = -1, /) -> bytes:
        if self.fault is not None:
            return b""
        try:
            # read1 and not read: a break in the middle would take what was read before with it.
            data = self._file.read1(size)
        except (OSError, EOFError, zlib.error) as exc:
            self.fault, self.ended = exc, True
            return b""
        self.ended = not data
        self.tail = (self.tail + data[-_TAIL_BYTES:])[-_TAIL_BYTES:]
        return data

    def tell(self) -> int:
        return self._file.tell()
