"""Brings an index version up to what the gateway's outbox says has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import structlog

from imfact.contracts.internal_api import OutboxItem
from imfact.contracts.search import SearchDocument
from imfact.kit.errors import DataError, NotFoundError
from imfact.pipeline.index.documents import with_vectors
from imfact.pipeline.index.parts import IndexParts

_PAGE = 1_000
_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Replayed:
    """How far a replay came and what it did; of an article that changed often, the last state."""

    cursor: int
    written: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    unusable: set[str] = field(default_factory=set)
    """Articles that may be found but whose vectors cannot be read; what the index holds of them stays."""

    @property
    def touched(self) -> int:
        """The number of articles that were looked at."""
        return len(self.written) + len(self.removed) + len(self.unusable)


@dataclass(frozen=True, slots=True)
class Seen:
    """Articles that were written just now, as they were after all changes up to ``until``."""

    url_hashes: frozenset[str]
    until: int
    versions: Collection[int]
    """Where they were written: two where a swap came in between, and then neither holds all."""

    def holds(self, version: int, item: OutboxItem) -> bool:
        """Return whether ``version`` reflects ``item`` already."""
        return (
            set(self.versions) == {version}
            and item.id <= self.until
            and item.url_hash in self.url_hashes
        )


# What became of one article: its document, why there is none, or None where it must not be found.
Result = SearchDocument | DataError | NotFoundError | None


def write_articles(parts: IndexParts, version: int, url_hashes: Sequence[str]) -> dict[str, Result]:
    """Write these articles as the database has them now; those that must not be found are removed."""
    rows = parts.gateway.documents(url_hashes, parts.encoder_version)
    found: dict[str, Result] = {row.url_hash: doc for row, doc in with_vectors(parts.lake, rows)}
    parts.engine.write(version, [doc for doc in found.values() if isinstance(doc, SearchDocument)])
    absent = [each for each in url_hashes if each not in found]
    if absent:
        parts.engine.remove(version, absent)
    return {each: found.get(each) for each in url_hashes}


def replay(
    parts: IndexParts,
    version: int,
    *,
    keep: bool = True,
    seen: Seen | None = None,
) -> Replayed:
    """Write every change behind the cursor of ``version`` up to the newest one.

    Args:
        parts: The engine and where documents come from.
        version: The version that is brought up to date.
        keep: Whether the record of ``version`` moves on. A version that somebody else may be
            writing too keeps its place, so that its next replay mends what was overwritten.
        seen: What the caller wrote itself.
    """
    record = parts.engine.record(version)
    done = Replayed(_start(parts, version, record.cursor))
    while (page := parts.gateway.outbox(done.cursor, _PAGE)).items:
        fresh = dict.fromkeys(
            item.url_hash for item in page.items if seen is None or not seen.holds(version, item)
        )
        for chunk in chunks(list(fresh), parts.batch):
            _note(done, write_articles(parts, version, chunk))
        done.cursor = page.items[-1].id
        if keep:
            record = record.model_copy(update={"cursor": done.cursor})
            parts.engine.put_record(version, record)
    return done


def chunks(items: Sequence[str], size: int) -> Iterator[list[str]]:
    """Yield ``items`` in lists of ``size``."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _start(parts: IndexParts, version: int, cursor: int) -> int:
    """Return where to begin; an index or a database that was restored from a backup is noticed."""
    page = parts.gateway.outbox(0, limit=0)
    if cursor > page.highest:
        _log.warning("index_ahead_of_database", version=version, cursor=cursor, end=page.highest)
        return 0
    if 0 < cursor < page.lowest - 1:
        _log.warning("index_behind_outbox", version=version, cursor=cursor, begin=page.lowest)
    return cursor


def _note(done: Replayed, results: dict[str, Result]) -> None:
    for url_hash, result in results.items():
        for each in (done.written, done.removed, done.unusable):
            each.discard(url_hash)
        if isinstance(result, SearchDocument):
            done.written.add(url_hash)
        elif result is None:
            done.removed.add(url_hash)
        else:
            done.unusable.add(url_hash)
