"""Write side of grouping: signatures, copy groups, stories, and a new original where one is deleted."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Text, column, func, or_, select, update, values
from sqlalchemy.dialects.postgresql import insert

from imfact.contracts.groups_api import GroupAssignment, SignatureRecord
from imfact.services.gateway.db.models import ArticleRow, SignatureRow

# A statement takes at most 65,535 values; an assignment has three.
_ROWS = 10_000


def put_signatures(connection: Connection, items: Sequence[SignatureRecord]) -> int:
    """Insert or replace; return how many rows changed. Articles that are gone are passed over."""
    hashes = [item.url_hash for item in items]
    alive = set(
        connection.scalars(
            # Held until the end of the transaction, so that none is deleted meanwhile.
            select(ArticleRow.url_hash)
            .where(ArticleRow.url_hash.in_(hashes))
            .order_by(ArticleRow.url_hash)
            .with_for_update(key_share=True, read=True)
        )
    )
    rows = [item.model_dump() for item in items if item.url_hash in alive]
    if not rows:
        return 0
    statement = insert(SignatureRow)
    fresh = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=[SignatureRow.url_hash],
        set_={"text_hash": fresh.text_hash, "bands": fresh.bands},
        where=or_(
            SignatureRow.text_hash.is_distinct_from(fresh.text_hash),
            SignatureRow.bands.is_distinct_from(fresh.bands),
        ),
    )
    return connection.execute(statement, rows).rowcount


def put(connection: Connection, items: Sequence[GroupAssignment]) -> int:
    """Set copy group and story of each article; return how many changed.

    An article that is gone is passed over.
    """
    written = 0
    for start in range(0, len(items), _ROWS):
        chunk = items[start : start + _ROWS]
        given = values(
            column("url_hash", Text),
            column("copy_group", Text),
            column("story", Text),
            name="given",
        ).data([(item.url_hash, item.copy_group, item.story) for item in chunk])
        written += connection.execute(
            update(ArticleRow)
            .where(
                ArticleRow.url_hash == given.c.url_hash,
                or_(
                    ArticleRow.copy_group.is_distinct_from(given.c.copy_group),
                    ArticleRow.story.is_distinct_from(given.c.story),
                ),
            )
            .values(copy_group=given.c.copy_group, story=given.c.story)
        ).rowcount
    return written


def elect_originals(connection: Connection, leaving: Sequence[str]) -> int:
    """Give the copies of articles that are about to be deleted a new original; return how many changed.

    The earliest of the copies that stay becomes it; one that stays alone is no copy any more. Call it
    in the transaction that deletes, before it does. Stories keep their names: a name is an identity,
    not a row.
    """
    if not leaving:
        return 0
    touched = (
        select(ArticleRow.copy_group)
        .where(ArticleRow.url_hash.in_(leaving), ArticleRow.copy_group.is_not(None))
        .distinct()
    )
    staying = select(
        ArticleRow.url_hash,
        func.first_value(ArticleRow.url_hash)
        .over(
            partition_by=ArticleRow.copy_group,
            order_by=[ArticleRow.sort_at, ArticleRow.url_hash],
        )
        .label("original"),
        func.count().over(partition_by=ArticleRow.copy_group).label("size"),
    ).where(ArticleRow.copy_group.in_(touched), ArticleRow.url_hash.not_in(leaving))
    changed = 0
    for row in connection.execute(staying).all():
        original = row.original if row.size > 1 else None
        changed += connection.execute(
            update(ArticleRow)
            .where(
                ArticleRow.url_hash == row.url_hash,
                ArticleRow.copy_group.is_distinct_from(original),
            )
            .values(copy_group=original)
        ).rowcount
    return changed
