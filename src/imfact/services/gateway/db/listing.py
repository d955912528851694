"""Read side: articles as lists, one by one, and the day; never what rights forbid to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from imfact.contracts.assessment import Assessment, Summary
from imfact.contracts.public_api import Fold, Sort, SourceItem
from imfact.contracts.rights import RightsMatrix
from imfact.contracts.search import SearchFilters
from imfact.services.gateway.db.folding import (
    Article,
    leads_its_story,
    may_be_shown,
    stands_for_its_copies,
)
from imfact.services.gateway.db.models import (
    ArticleRow,
    AssessmentRow,
    SourceRow,
    SummaryRow,
)
from imfact.services.gateway.db.order import Position, behind, ordering
from imfact.services.gateway.db.revisions import TITLE_CHANGES, StoredRevision, revisions_of

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
    title_changes: int
    copy_group: str | None
    story: str | None
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


def page(
    connection: Connection,
    filters: SearchFilters,
    sort: Sort,
    fold: Fold,
    after: Position | None,
    limit: int,
    as_of: datetime | None = None,
) -> list[ListedArticle]:
    """Return up to ``limit`` articles behind ``after``; sorted by trust, judged ones only.

    ``as_of`` keeps out what came later: else an article that arrives between two pages and takes
    the lead of its story would fold away headlines that the reader was about to reach.
    """

    def holds(article: Article, source: type[SourceRow]) -> list[ColumnElement[bool]]:
        conditions = [may_be_shown(article, source), *_chosen(article, filters)]
        if sort != "newest":
            conditions.append(article.trust.is_not(None))
        if as_of is not None:
            conditions.append(article.created_at <= as_of)
        return conditions

    query = _articles(func.left(ArticleRow.body, OPENING_CHARACTERS)).where(
        *holds(ArticleRow, SourceRow)
    )
    if fold != "none":
        query = query.where(stands_for_its_copies(ArticleRow, holds))
    if fold == "all":
        query = query.where(leads_its_story(ArticleRow, holds, sort))
    if after is not None:
        query = query.where(behind(sort, ArticleRow, after))
    return [
        _listed(row) for row in connection.execute(query.order_by(*ordering(sort)).limit(limit))
    ]


def moment(connection: Connection) -> datetime:
    """Return the database's time, which ``created_at`` of articles is told by."""
    now: datetime = connection.execute(select(func.now())).scalar_one()
    return now


def copy_groups(connection: Connection, url_hashes: Sequence[str]) -> dict[str, str]:
    """Return url_hash → copy group for those that may be shown and have one."""
    query = (
        select(ArticleRow.url_hash, ArticleRow.copy_group)
        .join(SourceRow, SourceRow.slug == ArticleRow.source)
        .where(
            ArticleRow.url_hash.in_(url_hashes), ArticleRow.copy_group.is_not(None), may_be_shown()
        )
    )
    return {row.url_hash: row.copy_group for row in connection.execute(query)}


def by_hashes(connection: Connection, url_hashes: Sequence[str]) -> dict[str, ListedArticle]:
    """Return those of the articles that may be shown, with their whole text."""
    query = _articles(ArticleRow.body).where(ArticleRow.url_hash.in_(url_hashes), may_be_shown())
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
        .where(ArticleRow.url_hash == url_hash, may_be_shown())
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
        revisions=revisions_of(connection, url_hash),
    )


def _chosen(article: Article, filters: SearchFilters) -> list[ColumnElement[bool]]:
    columns = {
        article.source: filters.source,
        article.section: filters.section,
        article.band: filters.band,
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
            ArticleRow.copy_group,
            ArticleRow.story,
            TITLE_CHANGES,
            AssessmentRow.record,
            SourceRow.slug,
            SourceRow.name,
            SourceRow.name_en,
            SourceRow.homepage,
            SourceRow.rights.label("source_rights"),
        )
        .join(SourceRow, SourceRow.slug == ArticleRow.source)
        .outerjoin(AssessmentRow, AssessmentRow.id == ArticleRow.current_assessment_id)
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
        title_changes=row.title_changes,
        copy_group=row.copy_group,
        story=row.story,
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
