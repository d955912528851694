"""Which articles stand for others in a list: one a copy group, one a story.

The conditions speak of rows only, never of pages: a row is listed or not whatever page it falls
on, so a cursor stays a plain position in a total order.

What it costs: each condition is ``column IS NULL OR …``. PostgreSQL never turns a sub-select under
an OR into a join, so it walks the index of the list's order, stops at LIMIT, and looks into
ix_articles_copy_group and ix_articles_story (a handful of rows each) for grouped rows only. Time
grows with the page and with how much is folded into it, not with the archive.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from imfact.contracts.public_api import Sort
from imfact.services.gateway.db.models import ArticleRow, SourceRow
from imfact.services.gateway.db.order import behind, recency

Article = type[ArticleRow]
# The conditions that make an article part of a list at all, for any alias of it and its source.
Holds = Callable[[Article, type[SourceRow]], list[ColumnElement[bool]]]

# Made once: an alias of a wide table costs more to build than these queries take to run.
_COPY, _COPY_SOURCE = aliased(ArticleRow), aliased(SourceRow)
_TOLD, _TOLD_SOURCE = aliased(ArticleRow), aliased(SourceRow)


def may_be_shown(
    article: Article = ArticleRow, source: type[SourceRow] = SourceRow
) -> ColumnElement[bool]:
    """The condition that neither the article's nor its source's rights say ``show=none``."""
    return and_(article.rights["show"].astext != "none", source.rights["show"].astext != "none")


def shown(article: Article, source: type[SourceRow]) -> list[ColumnElement[bool]]:
    """Hold for whatever readers may see."""
    return [may_be_shown(article, source)]


def stands_for_its_copies(article: Article, holds: Holds) -> ColumnElement[bool]:
    """Of a copy group the original is listed; where it is not in the list, the earliest that is."""
    other, source = _COPY, _COPY_SOURCE
    better = exists().where(
        other.copy_group == article.copy_group,
        other.url_hash != article.url_hash,
        or_(
            other.url_hash == other.copy_group,
            recency(other) < recency(article),
        ),
        source.slug == other.source,
        *holds(other, source),
    )
    return or_(article.copy_group.is_(None), article.copy_group == article.url_hash, ~better)


def leads_its_story(article: Article, holds: Holds, sort: Sort) -> ColumnElement[bool]:
    """Of the headlines of a story, copies put aside, the first in the list's order is listed."""
    other, source = _TOLD, _TOLD_SOURCE
    ahead = exists().where(
        other.story == article.story,
        other.url_hash != article.url_hash,
        behind(sort, article, other),
        source.slug == other.source,
        *holds(other, source),
        stands_for_its_copies(other, holds),
    )
    return or_(article.story.is_(None), ~ahead)
