"""Pages of web archives into raw/, as if they had been crawled at the archive's date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from imfact.contracts.capture import CaptureMeta
from imfact.contracts.exchange import BrokenPart, FileImport
from imfact.kit.hashing import sha256_hex
from imfact.kit.urls import InvalidUrl, normalise_url, url_hash
from imfact.lake.captures import write_capture
from imfact.lake.warc import WarcBroken, WarcOther, WarcPage, read_warc
from imfact.policy.presets import SourceBook
from imfact.store.objects import ObjectStore


@dataclass(slots=True)
class _Tally:
    read: int = 0
    imported: int = 0
    unchanged: int = 0
    skipped: Counter[str] = field(default_factory=Counter)


def import_warc(
    path: Path,
    lake: ObjectStore,
    sources: SourceBook,
    *,
    run_id: str,
    limit_bytes: int,
    tombstones: Collection[str] = (),
) -> FileImport:
    """Write every page of ``path`` as a capture; each record is counted once, with its reason.

    What lies before a break is imported; the break itself is in the answer, not an error.
    """
    tally = _Tally()
    before = len(sources.added)
    broken: tuple[BrokenPart, ...] = ()
    try:
        for record in read_warc(path, limit_bytes):
            tally.read += 1
            reason = (
                record.reason
                if isinstance(record, WarcOther)
                else _keep(record, lake, sources, run_id, tombstones, tally)
            )
            if reason is not None:
                tally.skipped[reason] += 1
    except WarcBroken as exc:
        broken = (BrokenPart(reason=exc.message),)
    return FileImport(
        file=path.name,
        kind="warc",
        read=tally.read,
        imported=tally.imported,
        unchanged=tally.unchanged,
        skipped=dict(sorted(tally.skipped.items())),
        sources_added=tuple(sources.added[before:]),
        broken=broken,
    )


def _keep(
    record: WarcPage,
    lake: ObjectStore,
    sources: SourceBook,
    run_id: str,
    tombstones: Collection[str],
    tally: _Tally,
) -> str | None:
    """Write a page; return why not, None where it lies in the lake now."""
    try:
        normalised = normalise_url(record.url)
        source = sources.of(normalised)
    except InvalidUrl:
        return "invalid_url"
    identity = url_hash(normalised)
    if identity in tombstones:
        return "tombstone"
    if not source.rights.store:
        return "rights_forbid"
    note = record.note
    meta = CaptureMeta(
        url_hash=identity,
        source=source.slug,
        url=record.url,
        final_url=note.get("final_url", record.url),
        normalised_url=normalised,
        fetched_at=record.fetched_at,
        http_status=200,
        content_type=record.content_type,
        headers=record.headers,
        encoding=_charset(record.content_type),
        body_sha256=sha256_hex(record.page),
        body_bytes=len(record.page),
        html_key="",
        run_id=note.get("run_id", run_id),
        feed_title=note.get("feed_title"),
        feed_published_at=_moment(note.get("feed_published_at")),
    )
    if write_capture(lake, meta, record.page).written:
        tally.imported += 1
    else:
        tally.unchanged += 1
    return None


def _charset(content_type: str) -> str | None:
    _, _, charset = content_type.lower().partition("charset=")
    return charset.split(";")[0].strip(" \"'") or None


def _moment(written: str | None) -> datetime | None:
    try:
        return None if written is None else datetime.fromisoformat(written)
    except ValueError:
        return None
