"""A new index version: built aside, brought up to date, checked, swapped in. Not for runs' increments."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

import structlog

from imfact.contracts.search import IndexRecord, SearchDocument
from imfact.kit.errors import ImfactError
from imfact.pipeline.index.check import CheckResult, check
from imfact.pipeline.index.documents import with_vectors
from imfact.pipeline.index.parts import IndexParts
from imfact.pipeline.index.replay import replay
from imfact.pipeline.index.versions import is_whole, next_number, prune, prune_outbox

# Less than this is left to the check, which replays once more. A database that changes faster than
# it can be read must not hold a build up for ever.
_SMALL = 100
_MOST_REPLAYS = 20
_log = structlog.get_logger(__name__)


def rebuild(parts: IndexParts) -> CheckResult:
    """Write all articles into a new version, check it, swap both aliases; return what was checked.

    What a crash left half built is deleted first. The version before stays, older ones are deleted.
    The caller holds the build lock.

    Raises:
        IndexIncomplete: the new version is not what the database says; it is deleted.
        TransientError: engine or gateway stayed away; readers keep the old version.
    """
    engine = parts.engine
    # Before halves go: open files and caches of other processes must never meet a number again.
    version, before = next_number(engine), engine.current()
    for half in {*engine.versions(), *engine.halves()}:
        if not is_whole(engine, half):
            engine.drop(half)
    engine.create(version)
    try:
        unreadable = _fill(parts, version)
        result = check(parts, version, unreadable)
        result.require()
        record = engine.record(version)
        engine.put_record(version, record.model_copy(update={"ready": True}))
    except BaseException:
        # A disk that is full, or an engine that is gone, may refuse this too: then the next build
        # deletes it. The first error matters more.
        with suppress(ImfactError):
            engine.drop(version)
        raise
    if before is not None and not (old := engine.record(before)).ready:
        # From before records were kept: readers saw it, so it is whole and can be gone back to.
        engine.put_record(before, old.model_copy(update={"ready": True}))
    engine.swap(version)
    # A run that began before the swap may write this version from now on: see ``replay``.
    replay(parts, version, keep=False)
    prune(engine, () if before is None else (before,))
    prune_outbox(engine, parts.gateway)
    return result


def _fill(parts: IndexParts, version: int) -> set[str]:
    """Write all articles and what changed meanwhile; return those whose vectors are unreadable."""
    engine = parts.engine
    # Its record stands before the end of the outbox is asked, so that nobody prunes behind it.
    engine.put_record(version, IndexRecord(encoder_version=parts.encoder_version))
    start = IndexRecord(cursor=parts.gateway.outbox_end(), encoder_version=parts.encoder_version)
    engine.put_record(version, start)
    unreadable: set[str] = set()
    for chunk in _documents(parts, unreadable):
        engine.write(version, chunk)
    for _ in range(_MOST_REPLAYS):
        done = replay(parts, version)
        unreadable = (unreadable | done.unusable) - done.written - done.removed
        if done.touched < _SMALL:
            break
    if unreadable:
        _log.warning("articles_left_out_of_index", version=version, count=len(unreadable))
    return unreadable


def _documents(parts: IndexParts, unreadable: set[str]) -> Iterator[list[SearchDocument]]:
    """Yield every article in batches; ``unreadable`` gathers those without usable vectors."""

    def usable() -> Iterator[SearchDocument]:
        rows = parts.gateway.all_documents(parts.encoder_version)
        for row, document in with_vectors(parts.lake, rows):
            if isinstance(document, SearchDocument):
                yield document
            else:
                unreadable.add(row.url_hash)

    documents = usable()
    while chunk := list(islice(documents, parts.batch)):
        yield chunk
