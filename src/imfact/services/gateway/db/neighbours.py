"""Read side of grouping: which articles may belong together, and what is compared of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Integer, and_, cast, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from imfact.contracts.groups_api import GroupArticle
from imfact.services.gateway.db.models import ArticleRow, EmbeddingRow, SignatureRow

# An index look-up for so many bands at once stays well below a second.
_BANDS = 4_000


def find(
    connection: Connection, url_hashes: Sequence[str], story_hours: float, copy_days: float
) -> tuple[str, ...]:
    """Return all that may have to do with these articles; see ``contracts.groups_api.Neighbours``.

    Copies of these articles count as asked for: where a text was edited, what it leaves behind must
    be grouped anew.
    """
    seeds = _with_copies(connection, set(url_hashes))
    moments = sorted(
        connection.scalars(select(ArticleRow.sort_at).where(ArticleRow.url_hash.in_(seeds)))
    )
    if not moments:
        return ()
    found = set(seeds)
    for first, last in _intervals(moments, timedelta(hours=story_hours)):
        found |= set(
            connection.scalars(
                select(ArticleRow.url_hash).where(ArticleRow.sort_at.between(first, last))
            )
        )
    reach = timedelta(days=copy_days)
    found |= _sharing_bands(connection, seeds, moments[0] - reach, moments[-1] + reach)
    return tuple(sorted(_with_groups(connection, found)))


def articles(
    connection: Connection, url_hashes: Sequence[str], encoder_version: str
) -> tuple[GroupArticle, ...]:
    """Return those that exist, in order of url_hash."""
    query = (
        select(
            ArticleRow.url_hash,
            ArticleRow.text_hash,
            ArticleRow.title,
            ArticleRow.body,
            ArticleRow.sort_at.label("published_at"),
            ArticleRow.copy_group,
            ArticleRow.story,
            func.coalesce(SignatureRow.bands, cast([], ARRAY(Integer))).label("bands"),
            EmbeddingRow.part_key,
        )
        .outerjoin(
            SignatureRow,
            and_(
                SignatureRow.url_hash == ArticleRow.url_hash,
                SignatureRow.text_hash == ArticleRow.text_hash,
            ),
        )
        .outerjoin(
            EmbeddingRow,
            and_(
                EmbeddingRow.text_hash == ArticleRow.text_hash,
                EmbeddingRow.encoder_version == encoder_version,
            ),
        )
        .where(ArticleRow.url_hash.in_(url_hashes))
        .order_by(ArticleRow.url_hash)
    )
    return tuple(
        GroupArticle.model_validate(dict(row)) for row in connection.execute(query).mappings()
    )


def _with_copies(connection: Connection, url_hashes: set[str]) -> set[str]:
    groups = select(ArticleRow.copy_group).where(
        ArticleRow.url_hash.in_(url_hashes), ArticleRow.copy_group.is_not(None)
    )
    query = select(ArticleRow.url_hash).where(
        or_(ArticleRow.url_hash.in_(url_hashes), ArticleRow.copy_group.in_(groups))
    )
    return set(connection.scalars(query))


def _with_groups(connection: Connection, url_hashes: set[str]) -> set[str]:
    """Return the articles and whatever is in a copy group or a story with one of them."""
    known = select(ArticleRow.copy_group, ArticleRow.story).where(
        ArticleRow.url_hash.in_(url_hashes)
    )
    names = connection.execute(known).all()
    groups = {row.copy_group for row in names if row.copy_group is not None}
    stories = {row.story for row in names if row.story is not None}
    query = select(ArticleRow.url_hash).where(
        or_(
            ArticleRow.url_hash.in_(url_hashes),
            ArticleRow.copy_group.in_(groups),
            ArticleRow.story.in_(stories),
        )
    )
    return set(connection.scalars(query))


def _sharing_bands(
    connection: Connection, seeds: Iterable[str], first: datetime, last: datetime
) -> set[str]:
    own = select(SignatureRow.bands).where(SignatureRow.url_hash.in_(seeds))
    wanted = sorted({band for bands in connection.scalars(own) for band in bands})
    found: set[str] = set()
    for start in range(0, len(wanted), _BANDS):
        query = (
            select(SignatureRow.url_hash)
            .join(ArticleRow, ArticleRow.url_hash == SignatureRow.url_hash)
            .where(
                SignatureRow.bands.overlap(cast(wanted[start : start + _BANDS], ARRAY(Integer))),
                ArticleRow.sort_at.between(first, last),
            )
        )
        found |= set(connection.scalars(query))
    return found


def _intervals(
    moments: Sequence[datetime], reach: timedelta
) -> Iterable[tuple[datetime, datetime]]:
    """Yield the stretches of time within ``reach`` of the ascending ``moments``; none overlap."""
    first = last = moments[0]
    for moment in moments[1:]:
        if moment - last > 2 * reach:
            yield first - reach, last + reach
            first = moment
        last = moment
    yield first - reach, last + reach
