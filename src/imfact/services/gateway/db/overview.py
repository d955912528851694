"""Read side: the newest day at a glance, the sources, and which sections there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import cast

from sqlalchemy import ColumnElement, Connection, func, select

from imfact.contracts.assessment import Band
from imfact.contracts.public_api import SourceItem
from imfact.kit.clock import SEOUL
from imfact.services.gateway.db.folding import Article, may_be_shown, stands_for_its_copies
from imfact.services.gateway.db.models import ArticleRow, SourceRow

# The strip is drawn in a browser; no newsroom list comes near this in a day.
MAX_POINTS = 5_000


@dataclass(frozen=True, slots=True)
class Point:
    """One judged headline of the day."""

    url_hash: str
    title: str
    trust: int
    band: Band


def newest_day(connection: Connection) -> date | None:
    """Return the newest day in Asia/Seoul that has a judged article, None where none is judged."""
    newest: datetime | None = connection.scalar(
        select(func.max(ArticleRow.sort_at))
        .join(SourceRow, SourceRow.slug == ArticleRow.source)
        .where(ArticleRow.trust.is_not(None), may_be_shown())
    )
    return None if newest is None else newest.astimezone(SEOUL).date()


def points_of(connection: Connection, day: date) -> list[Point]:
    """Return the judged headlines of a day in Asia/Seoul, least trusted first.

    Copies count once: an agency's text that ten outlets carry is one thing to read, and would
    paint the day in its own colour. It counts as the list shows it: by the original, or by the
    earliest copy where the original is not of this day. Headlines of one story are as many as
    they are: each outlet worded its own.
    """
    start = datetime.combine(day, time(), SEOUL)

    def holds(article: Article, source: type[SourceRow]) -> list[ColumnElement[bool]]:
        return [
            article.sort_at >= start,
            article.sort_at < start + timedelta(days=1),
            article.trust.is_not(None),
            may_be_shown(article, source),
        ]

    query = (
        select(ArticleRow.url_hash, ArticleRow.title, ArticleRow.trust, ArticleRow.band)
        .join(SourceRow, SourceRow.slug == ArticleRow.source)
        .where(*holds(ArticleRow, SourceRow), stands_for_its_copies(ArticleRow, holds))
        .order_by(ArticleRow.trust, ArticleRow.url_hash)
        .limit(MAX_POINTS)
    )
    return [
        Point(row.url_hash, row.title, cast("int", row.trust), cast("Band", row.band))
        for row in connection.execute(query)
    ]


def sections(connection: Connection) -> tuple[str, ...]:
    """Return every section that has an article to show, in order."""
    query = (
        select(ArticleRow.section)
        .distinct()
        .join(SourceRow, SourceRow.slug == ArticleRow.source)
        .where(ArticleRow.section.is_not(None), may_be_shown())
        .order_by(ArticleRow.section)
    )
    return tuple(cast("str", section) for section in connection.scalars(query))


def sources(connection: Connection) -> list[SourceItem]:
    """Return the sources that may be shown, by name."""
    query = (
        select(SourceRow.slug, SourceRow.name, SourceRow.name_en, SourceRow.homepage)
        .where(SourceRow.rights["show"].astext != "none")
        .order_by(SourceRow.name)
    )
    return [
        SourceItem(slug=row.slug, name=row.name, name_en=row.name_en, homepage=row.homepage)
        for row in connection.execute(query)
    ]
