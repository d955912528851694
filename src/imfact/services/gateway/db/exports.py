"""Read side for exports: whole articles, where the rights of article and source allow it."""

from __future__ import annotations

from sqlalchemy import Connection, select

from imfact.contracts.exchange import ExportedArticle
from imfact.services.gateway.db.models import ArticleRow, AssessmentRow, SourceRow


def page(
    connection: Connection, after: str | None, limit: int, source: str | None
) -> tuple[ExportedArticle, ...]:
    """Return up to ``limit`` articles behind ``after``, in order of url_hash, of one source or all."""
    query = (
        select(
            ArticleRow.url,
            ArticleRow.url_hash,
            ArticleRow.source,
            ArticleRow.title,
            ArticleRow.body,
            ArticleRow.published_at,
            ArticleRow.copy_group,
            ArticleRow.story,
            AssessmentRow.record.label("assessment"),
        )
        .join(SourceRow, SourceRow.slug == ArticleRow.source)
        .outerjoin(AssessmentRow, AssessmentRow.id == ArticleRow.current_assessment_id)
        .where(
            ArticleRow.url_hash > (after or ""),
            ArticleRow.rights["export"].as_boolean(),
            SourceRow.rights["export"].as_boolean(),
        )
        .order_by(ArticleRow.url_hash)
        .limit(limit)
    )
    if source is not None:
        query = query.where(ArticleRow.source == source)
    return tuple(
        ExportedArticle.model_validate(dict(row)) for row in connection.execute(query).mappings()
    )
