"""Write side: a text that an article had before one that is stored already; archives come in any order."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from imfact.contracts.internal_api import ArticleUpsert
from imfact.services.gateway.db.models import ArticleRow, RevisionRow


def record_past(connection: Connection, item: ArticleUpsert) -> bool:
    """Put ``item`` among its article's revisions by the moment of its fetch; the article stays as it is.

    Returns:
        False where the text is among them already.
    """
    article = item.article
    own = RevisionRow.url_hash == article.url_hash
    known = connection.execute(select(RevisionRow.text_hash, RevisionRow.seen_at).where(own)).all()
    if any(row.text_hash == article.text_hash for row in known):
        return False
    number = 1 + sum(row.seen_at <= article.fetched_at for row in known)
    # By way of negative numbers, for two revisions never have one number, not even for a moment.
    later = own & (RevisionRow.number >= number)
    connection.execute(update(RevisionRow).where(later).values(number=-RevisionRow.number - 1))
    connection.execute(
        update(RevisionRow).where(own & (RevisionRow.number < 0)).values(number=-RevisionRow.number)
    )
    connection.execute(
        insert(RevisionRow).values(
            url_hash=article.url_hash,
            number=number,
            title=article.title,
            body=article.body,
            text_hash=article.text_hash,
            curated_key=item.curated_key,
            seen_at=article.fetched_at,
        )
    )
    connection.execute(
        update(ArticleRow)
        .where(ArticleRow.url_hash == article.url_hash)
        .values(revision_count=ArticleRow.revision_count + 1)
    )
    return True
