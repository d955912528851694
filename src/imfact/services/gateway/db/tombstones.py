"""Articles that were taken down: their rows go, their marks stay."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select, union
from sqlalchemy.dialects.postgresql import insert

from imfact.contracts.article import Tombstone
from imfact.services.gateway.db.groups import elect_originals
from imfact.services.gateway.db.models import ArticleRow, EmbeddingRow, RevisionRow, TombstoneRow


def put(connection: Connection, items: Sequence[Tombstone]) -> int:
    """Mark and delete, with everything that hangs on the articles; return how many marks are new."""
    if not items:
        return 0
    rows = [item.model_dump(exclude={"schema_version"}) for item in items]
    marked = connection.execute(
        insert(TombstoneRow).on_conflict_do_nothing(index_elements=[TombstoneRow.url_hash]), rows
    ).rowcount
    hashes = [item.url_hash for item in items]
    texts = set(
        connection.scalars(
            union(
                select(ArticleRow.text_hash).where(ArticleRow.url_hash.in_(hashes)),
                select(RevisionRow.text_hash).where(RevisionRow.url_hash.in_(hashes)),
            )
        )
    )
    elect_originals(connection, hashes)
    connection.execute(delete(ArticleRow).where(ArticleRow.url_hash.in_(hashes)))
    unused = texts - set(in_use(connection, sorted(texts)))
    connection.execute(delete(EmbeddingRow).where(EmbeddingRow.text_hash.in_(unused)))
    return marked


def all_of_them(connection: Connection) -> tuple[Tombstone, ...]:
    """Return every mark, in order of url_hash."""
    columns = (TombstoneRow.url_hash, TombstoneRow.reason, TombstoneRow.created_at)
    rows = connection.execute(select(*columns).order_by(TombstoneRow.url_hash)).mappings()
    return tuple(Tombstone.model_validate(dict(row)) for row in rows)


def in_use(
    connection: Connection, text_hashes: Sequence[str], but_not: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return those of the texts that an article has, or had in an earlier revision.

    Articles of ``but_not`` do not count.
    """
    queries = (
        select(row.text_hash).where(row.text_hash.in_(text_hashes), row.url_hash.not_in(but_not))
        for row in (ArticleRow, RevisionRow)
    )
    return tuple(connection.scalars(union(*queries)))
