"""Index versions: the first one, and a new one built aside, checked and swapped in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice

from imfact.adapters.search.port import IndexExists, SearchEngine
from imfact.contracts.search import SearchDocument
from imfact.kit.errors import QualityError

# The current version and the one before it, to go back to.
_KEPT = 2
_CHECKSUM_MODULUS = 2**128


class IndexIncomplete(QualityError):
    """A new version does not hold what was written to it; it is deleted and the old one stays."""

    code = "index_incomplete"


def ensure_current(engine: SearchEngine) -> int:
    """Return the version that readers see; the first one is made where there is none."""
    current = engine.current()
    if current is not None:
        return current
    version = max(engine.versions(), default=1)
    # It exists where a run ended between creating and swapping.
    with suppress(IndexExists):
        engine.create(version)
    engine.swap(version)
    return version


def rebuild(engine: SearchEngine, documents: Iterable[SearchDocument], batch: int) -> int:
    """Write all ``documents`` into a new version, check it, swap both aliases; return its number.

    The version before stays, older ones are deleted.

    Raises:
        IndexIncomplete: count or checksum of either index is not that of ``documents``.
    """
    version = max(engine.versions(), default=0) + 1
    engine.create(version)
    try:
        _check(engine, version, _write(engine, version, documents, batch))
    except BaseException:
        engine.drop(version)
        raise
    engine.swap(version)
    for old in engine.versions()[:-_KEPT]:
        engine.drop(old)
    return version


def _write(
    engine: SearchEngine, version: int, documents: Iterable[SearchDocument], batch: int
) -> tuple[int, str]:
    """Write all documents; return their number and checksum."""
    count = total = 0
    for chunk in _batches(documents, batch):
        engine.write(version, chunk)
        count += len(chunk)
        total += sum(int(document.url_hash, 16) for document in chunk)
    return count, f"{total % _CHECKSUM_MODULUS:032x}"


def _check(engine: SearchEngine, version: int, expected: tuple[int, str]) -> None:
    count, checksum = expected
    found = engine.count(version)
    if found != (count, count) or set(engine.checksum(version)) != {checksum}:
        raise IndexIncomplete(
            f"Index v{version} does not hold the {count} articles written to it; it was deleted.",
            found=found,
        )


def _batches(documents: Iterable[SearchDocument], size: int) -> Iterator[list[SearchDocument]]:
    iterator = iter(documents)
    while chunk := list(islice(iterator, size)):
        yield chunk
