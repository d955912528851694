"""Search documents out of the gateway's rows and the lake's vectors; not for writing them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from imfact.contracts.internal_api import IndexDocument
from imfact.contracts.search import SearchDocument
from imfact.kit.errors import DataError, NotFoundError
from imfact.lake.vectors import VectorPart, read_part
from imfact.store.objects import ObjectStore

# Rows come by url_hash, so that of a rebuild they lie all over the parts.
_PARTS_HELD = 64


def with_vectors(
    lake: ObjectStore, rows: Iterable[IndexDocument]
) -> Iterator[tuple[IndexDocument, SearchDocument | DataError | NotFoundError]]:
    """Yield each row with its document, or with why its vectors cannot be read."""

    @lru_cache(maxsize=_PARTS_HELD)
    def part(key: str) -> VectorPart:
        return read_part(lake, key)

    for row in rows:
        if row.part_key is None:
            yield row, NotFoundError(f"{row.url_hash} has no vectors of this encoder yet.")
            continue
        try:
            vectors = part(row.part_key).of(row.text_hash)
        except (DataError, NotFoundError) as exc:
            yield row, exc
            continue
        yield (
            row,
            SearchDocument(
                url_hash=row.url_hash,
                title=row.title,
                body=row.body,
                source=row.source,
                section=row.section,
                band=row.band,
                trust=row.trust,
                published_at=row.published_at,
                vector=tuple(vectors.article.tolist()),
            ),
        )
