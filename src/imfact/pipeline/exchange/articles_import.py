"""Rows of articles into curated/, for those who have texts and no pages."""

from __future__ import annotations

import gzip
import unicodedata
import zlib
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime, time
from pathlib import Path

from pydantic import ValidationError

from imfact.contracts.article import CuratedArticle, DatePrecision
from imfact.contracts.exchange import BrokenPart, FileImport, ImportedRow
from imfact.contracts.faults import first_fault
from imfact.kit.clock import as_utc
from imfact.kit.hashing import text_hash
from imfact.kit.korean import is_korean
from imfact.kit.urls import InvalidUrl, normalise_url, url_hash
from imfact.lake.articles import write_article
from imfact.policy.presets import SourceBook
from imfact.store.objects import ObjectStore


def import_articles(
    path: Path,
    lake: ObjectStore,
    sources: SourceBook,
    *,
    fetched_at: datetime,
    tombstones: Collection[str] = (),
) -> FileImport:
    """Write every row of ``path`` (JSON lines, gzipped where it ends with ``.gz``) as an article.

    A bad row is named by its line and left out; the others are kept. What lies before a break of
    the file is imported; the break itself is in the answer, not an error.
    """
    read = imported = unchanged = 0
    skipped: Counter[str] = Counter()
    broken: list[BrokenPart] = []
    for number, line in _lines(path, broken):
        read += 1
        try:
            article = _article(ImportedRow.model_validate_json(line), sources, fetched_at)
        except ValidationError as exc:
            broken.append(BrokenPart(line=number, reason=first_fault(exc)))
            continue
        except InvalidUrl as exc:
            broken.append(BrokenPart(line=number, reason=f"url: {exc.message}"))
            continue
        if article.url_hash in tombstones:
            skipped["tombstone"] += 1
        elif not article.rights.store:
            skipped["rights_forbid"] += 1
        elif write_article(lake, article).written:
            imported += 1
        else:
            unchanged += 1
    return FileImport(
        file=path.name,
        kind="articles",
        read=read,
        imported=imported,
        unchanged=unchanged,
        skipped=dict(sorted(skipped.items())),
        sources_added=tuple(sources.added),
        broken=tuple(broken),
    )


def _lines(path: Path, broken: list[BrokenPart]) -> Iterator[tuple[int, bytes]]:
    """Yield each line that is not empty with its number; where the file breaks off, ``broken`` grows."""
    rows = 0
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as handle:
            for number, line in enumerate(handle, 1):
                # Some editors put a mark before a text, which JSON does not know.
                row = line.removeprefix(BOM_UTF8) if number == 1 else line
                if row.strip():
                    rows += 1
                    yield number, row
    except (OSError, EOFError, zlib.error) as exc:
        broken.append(BrokenPart(reason=f"{path.name} breaks off after row {rows}: {exc}."))


def _article(row: ImportedRow, sources: SourceBook, fetched_at: datetime) -> CuratedArticle:
    normalised = normalise_url(row.url)
    source = sources.of(normalised, row.source or None)
    title, body = _folded(row.title), _paragraphs(row.body)
    published = None if row.published_at is None else as_utc(row.published_at)
    return CuratedArticle(
        url_hash=url_hash(normalised),
        source=source.slug,
        url=row.url,
        normalised_url=normalised,
        title=title,
        body=body,
        language="ko" if is_korean(title + body) else "und",
        published_at=published,
        published_precision=_precision(row.published_at),
        fetched_at=fetched_at,
        extraction="import",
        text_hash=text_hash(title, body),
        raw_key="",
        rights=source.rights,
    )


def _precision(published_at: datetime | None) -> DatePrecision | None:
    if published_at is None:
        return None
    # Nobody publishes at midnight sharp as often as a file gives days.
    return "day" if published_at.time() == time() else "second"


def _paragraphs(text: str) -> str:
    return "\n".join(line for part in text.splitlines() if (line := _folded(part)))


def _folded(text: str) -> str:
    # A NUL has no place in a text, and none in PostgreSQL.
    return " ".join(unicodedata.normalize("NFC", text).replace("\x00", "").split())
