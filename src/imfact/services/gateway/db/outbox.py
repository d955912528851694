"""The outbox of the indices: read in order without gaps, pruned behind its readers.

Rows are written by triggers (migration 0004), in the transaction of the change itself.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, select, text

from imfact.contracts.internal_api import OutboxItem, OutboxPage
from imfact.services.gateway.db.models import IndexOutboxRow


def read(connection: Connection, after: int, limit: int) -> OutboxPage:
    """Return up to ``limit`` rows behind ``after``, in order of id.

    Ids are given before their transactions commit, in any order; a reader that saw 8 but not yet 7
    would never come back for 7. So it waits until nobody is writing: a share lock, for one look.
    """
    connection.execute(text("lock table index_outbox in share mode"))
    rows = connection.execute(
        select(IndexOutboxRow.id, IndexOutboxRow.url_hash)
        .where(IndexOutboxRow.id > after)
        .order_by(IndexOutboxRow.id)
        .limit(limit)
    ).all()
    lowest, highest = connection.execute(
        select(func.min(IndexOutboxRow.id), func.max(IndexOutboxRow.id))
    ).one()
    return OutboxPage(
        items=tuple(OutboxItem(id=row.id, url_hash=row.url_hash) for row in rows),
        lowest=lowest or 0,
        highest=highest or 0,
    )


def waiting(connection: Connection, after: int) -> tuple[int, float]:
    """Return how many rows lie behind ``after``, and the age of the oldest in seconds (0: none).

    For whoever watches: it takes no lock, so a row may be missing that is about to be committed.
    """
    age = func.extract("epoch", func.now() - func.min(IndexOutboxRow.created_at))
    number, seconds = connection.execute(
        select(func.count(), func.coalesce(age, 0)).where(IndexOutboxRow.id > after)
    ).one()
    return int(number), float(seconds)


def prune(connection: Connection, below: int, kept_hours: int) -> int:
    """Delete rows with an id below ``below`` that are older than ``kept_hours``; return how many."""
    age = text("now() - make_interval(hours => :hours)").bindparams(hours=kept_hours)
    return connection.execute(
        delete(IndexOutboxRow).where(IndexOutboxRow.id < below, IndexOutboxRow.created_at <= age)
    ).rowcount
