"""Copy groups and stories for tests: written straight into the columns that grouping fills."""

from __future__ import annotations

from sqlalchemy import update

from imfact.contracts.article import CuratedArticle
from imfact.services.gateway.db.database import Database
from imfact.services.gateway.db.models import ArticleRow


def make_copies(database: Database, original: CuratedArticle, *copies: CuratedArticle) -> None:
    """Say that these have the text of ``original``."""
    _set(database, (original, *copies), copy_group=original.url_hash)


def make_story(database: Database, first: CuratedArticle, *others: CuratedArticle) -> None:
    """Say that these tell the event that ``first`` told first."""
    _set(database, (first, *others), story=first.url_hash)


def _set(database: Database, articles: tuple[CuratedArticle, ...], **values: str) -> None:
    hashes = [one.url_hash for one in articles]
    with database.transaction() as connection:
        connection.execute(
            update(ArticleRow).where(ArticleRow.url_hash.in_(hashes)).values(**values)
        )
