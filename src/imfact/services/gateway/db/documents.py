"""Read side for the index: what it needs of an article, where rights allow indexing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, select
from sqlalchemy.orm import aliased

from imfact.contracts.internal_api import IndexDocument
from imfact.services.gateway.db.models import ArticleRow, EmbeddingRow, SourceRow


def by_hashes(
    connection: Connection, url_hashes: Sequence[str], encoder_version: str | None
) -> tuple[IndexDocument, ...]:
    """Return the documents of these articles, in order of url_hash."""
    query = _documents(encoder_version).where(ArticleRow.url_hash.in_(url_hashes))
    return _read(connection, query)


def page(
    connection: Connection, after: str | None, limit: int, encoder_version: str | None
) -> tuple[IndexDocument, ...]:
    """Return up to ``limit`` documents behind ``after``, in order of url_hash."""
    query = _documents(encoder_version).where(ArticleRow.url_hash > (after or "")).limit(limit)
    return _read(connection, query)


# Any: SQLAlchemy's row types do not survive a list of columns put together.
def _documents(encoder_version: str | None) -> Select[Any]:
    inner = aliased(EmbeddingRow)
    part = (
        select(inner.part_key)
        .where(inner.text_hash == ArticleRow.text_hash)
        .order_by(inner.created_at.desc(), inner.encoder_version.desc())
        .limit(1)
    )
    if encoder_version is not None:
        part = part.where(inner.encoder_version == encoder_version)
    return (
        select(
            ArticleRow.url_hash,
            ArticleRow.text_hash,
            ArticleRow.title,
            ArticleRow.body,
            ArticleRow.source,
            ArticleRow.section,
            ArticleRow.band,
            ArticleRow.trust,
            ArticleRow.sort_at.label("published_at"),
            part.scalar_subquery().label("part_key"),
        )
        .join(SourceRow, SourceRow.slug == ArticleRow.source)
        .where(
            and_(ArticleRow.rights["index"].as_boolean(), SourceRow.rights["index"].as_boolean())
        )
        .order_by(ArticleRow.url_hash)
    )


def _read(connection: Connection, query: Select[Any]) -> tuple[IndexDocument, ...]:
    return tuple(
        IndexDocument.model_validate(dict(row)) for row in connection.execute(query).mappings()
    )
