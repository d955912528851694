"""How a list of articles is ordered, said once: for sorting, for cursors and for who leads a story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Tuple, and_, or_, tuple_

from imfact.contracts.public_api import Sort
from imfact.services.gateway.db.models import ArticleRow


@dataclass(frozen=True, slots=True)
class Position:
    """The last article of a page."""

    url_hash: str
    sort_at: datetime
    trust: int | None


def ordering(sort: Sort) -> list[ColumnElement[Any]]:
    """Return the columns to order by; url_hash makes the order total."""
    newest: list[ColumnElement[Any]] = [ArticleRow.sort_at.desc(), ArticleRow.url_hash.desc()]
    if sort == "newest":
        return newest
    trust = ArticleRow.trust
    return [trust.asc() if sort == "least_trusted" else trust.desc(), *newest]


def recency(article: type[ArticleRow]) -> Tuple:
    """Return what newness is compared by; url_hash settles two of one moment."""
    return tuple_(article.sort_at, article.url_hash)


def behind(
    sort: Sort, article: type[ArticleRow], other: type[ArticleRow] | Position
) -> ColumnElement[bool]:
    """The condition that ``article`` comes after ``other`` in that order."""
    later: ColumnElement[bool] = recency(article) < (
        (other.sort_at, other.url_hash) if isinstance(other, Position) else recency(other)
    )
    if sort == "newest":
        return later
    least = sort == "least_trusted"
    beyond = article.trust > other.trust if least else article.trust < other.trust
    return or_(beyond, and_(article.trust == other.trust, later))
