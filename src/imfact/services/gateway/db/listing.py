"""Read side: articles as lists, one by one, and the day; never what rights forbid to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on

from imfact.contracts.assessment import Assessment, Band, Summary
from imfact.contracts.public_api import SourceItem
from imfact.contracts.rights import RightsMatrix
from imfact.contracts.search import SearchFilters
from imfact.services.gateway.db.models import (
    ArticleRow,
    AssessmentRow,
    RevisionRow,
    SourceRow,
    SummaryRow,
)

# Enough for a snippet of 120 characters after white space is folded.
OPENING_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article as rows of several tables say it, before rights are applied to its text."""

    url_hash: str
    url: str
    title: str
    text: str
    """The opening of the body, or all of it where it was asked for."""
    source: SourceItem
    section: str | None
    published_at: datetime | None
    sort_at: datetime
    rights: RightsMatrix
    revision_count: int
    assessment: Assessment | None


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """One article with everything a reader may see of it."""

    listed: ListedArticle
    author: str | None
    fetched_at: datetime
    paywalled: bool
    summary: Summary | None
    revisions: tuple[StoredRevision, ...]


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """One state of the headline with the newest verdict on that text."""

    number: int
    title: str
    seen_at: datetime
    trust: int | None
    band: Band | None


@dataclass(frozen=True, slots=True)
class Position:
    """The last article of a page."""

    url_hash: str
    sort_at: datetime
    trust: int | None


def page(
    connection: Connection,
    filters: SearchFilters,
    sort: str,
    after: Position | None,
    limit: int,
) -> list[ListedArticle]:
    """Return up to ``limit`` articles behind ``after``; sorted by trust, judged ones only."""
    query = _articles(func.left(ArticleRow.body, OPENING_CHARACTERS)).where(*_holding(filters))
    newest = (ArticleRow.sort_at.desc(), ArticleRow.url_hash.desc())
    recency = tuple_(ArticleRow.sort_at, ArticleRow.url_hash)
    if sort == "newest":
        query = query.order_by(*newest)
        if after is not None:
            query = query.where(recency < (after.sort_at, after.url_hash))
    else:
        least = sort == "least_trusted"
        trust = ArticleRow.trust
        query = query.where(trust.is_not(None)).order_by(
            trust.asc() if least else trust.desc(), *newest
        )
        if after is not None:
            beyond = trust > after.trust if least else trust < after.trust
            same = and_(trust == after.trust, recency < (after.sort_at, after.url_hash))
            query = query.where(or_(beyond, same))
    return [_listed(row) for row in connection.execute(query.limit(limit))]


def by_hashes(connection: Connection, url_hashes: Sequence[str]) -> dict[str, ListedArticle]:
    """Return those of the articles that may be shown, with their whole text."""
    query = _articles(ArticleRow.body).where(ArticleRow.url_hash.in_(url_hashes))
    return {row.url_hash: _listed(row) for row in connection.execute(query)}


def one(connection: Connection, url_hash: str) -> StoredArticle | None:
    """Return the article, None where it does not exist or may not be shown."""
    query = (
        _articles(ArticleRow.body)
        .add_columns(
            ArticleRow.author,
            ArticleRow.fetched_at,
            ArticleRow.paywalled,
            SummaryRow.record.label("summary"),
        )
        .outerjoin(
            SummaryRow,
            and_(
                SummaryRow.url_hash == ArticleRow.url_hash,
                SummaryRow.text_hash == ArticleRow.text_hash,
            ),
        )
        .where(ArticleRow.url_hash == url_hash)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return StoredArticle(
        listed=_listed(row),
        author=row.author,
        fetched_at=row.fetched_at,
        paywalled=row.paywalled,
        summary=None if row.summary is None else Summary.model_validate(row.summary),
        revisions=_revisions(connection, url_hash),
    )


def _revisions(connection: Connection, url_hash: str) -> tuple[StoredRevision, ...]:
    verdicts = (
        select(AssessmentRow.text_hash, AssessmentRow.trust, AssessmentRow.band)
        .ext(distinct_on(AssessmentRow.text_hash))
        .where(AssessmentRow.url_hash == url_hash)
        .order_by(AssessmentRow.text_hash, AssessmentRow.judged_at.desc(), AssessmentRow.id.desc())
        .subquery()
    )
    query = (
        select(
            RevisionRow.number,
            RevisionRow.title,
            RevisionRow.seen_at,
            verdicts.c.trust,
            verdicts.c.band,
        )
        .outerjoin(verdicts, verdicts.c.text_hash == RevisionRow.text_hash)
        .where(RevisionRow.url_hash == url_hash)
        .order_by(RevisionRow.number)
    )
    return tuple(
        StoredRevision(row.number, row.title, row.seen_at, row.trust, row.band)
        for row in connection.execute(query)
    )


def may_be_shown() -> ColumnElement[bool]:
    """The condition that neither the article's nor its source's rights say ``show=none``."""
    return and_(
        ArticleRow.rights["show"].astext != "none", SourceRow.rights["show"].astext != "none"
    )


def _holding(filters: SearchFilters) -> list[ColumnElement[bool]]:
    columns = {
        ArticleRow.source: filters.source,
        ArticleRow.section: filters.section,
        ArticleRow.band: filters.band,
    }
    return [column == value for column, value in columns.items() if value is not None]


# Any: SQLAlchemy's row types do not survive a list of columns put together.
def _articles(text: ColumnElement[str] | Any) -> Select[Any]:
    return (
        select(
            ArticleRow.url_hash,
            ArticleRow.url,
            ArticleRow.title,
            text.label("text"),
            ArticleRow.section,
            ArticleRow.published_at,
            ArticleRow.sort_at,
            ArticleRow.rights,
            ArticleRow.revision_count,
            AssessmentRow.record,
            SourceRow.slug,
            SourceRow.name,
            SourceRow.name_en,
            SourceRow.homepage,
            SourceRow.rights.label("source_rights"),
        )
        .join(SourceRow, SourceRow.slug == ArticleRow.source)
        .outerjoin(AssessmentRow, AssessmentRow.id == ArticleRow.current_assessment_id)
        .where(may_be_shown())
    )


def _listed(row: Any) -> ListedArticle:
    article_rights = RightsMatrix.model_validate(row.rights)
    source_rights = RightsMatrix.model_validate(row.source_rights)
    return ListedArticle(
        url_hash=row.url_hash,
        url=row.url,
        title=row.title,
        text=row.text,
        source=SourceItem(slug=row.slug, name=row.name, name_en=row.name_en, homepage=row.homepage),
        section=row.section,
        published_at=row.published_at,
        sort_at=row.sort_at,
        rights=strictest(article_rights, source_rights),
        revision_count=row.revision_count,
        assessment=None if row.record is None else Assessment.model_validate(row.record),
    )


def strictest(one: RightsMatrix, other: RightsMatrix) -> RightsMatrix:
    """Return what both allow: an article keeps the rights it was collected under, and a source
    that has become stricter since is obeyed at once."""
    order: tuple[Literal["none", "snippet", "full"], ...] = ("none", "snippet", "full")
    values: dict[str, Any] = {
        use: getattr(one, use) and getattr(other, use)
        for use in RightsMatrix.model_fields
        if use != "show"
    }
    return RightsMatrix(show=order[min(order.index(one.show), order.index(other.show))], **values)
