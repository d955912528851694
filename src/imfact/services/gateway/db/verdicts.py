"""Which verdict an article shows: the newest on the text that it has now."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import distinct_on

from imfact.services.gateway.db.models import ArticleRow, AssessmentRow


def choose_current(connection: Connection, url_hashes: Collection[str]) -> None:
    """Set current assessment, band and trust of these articles; without a verdict nothing changes."""
    newest = (
        select(AssessmentRow.id, AssessmentRow.url_hash, AssessmentRow.band, AssessmentRow.trust)
        .join(ArticleRow, ArticleRow.url_hash == AssessmentRow.url_hash)
        .ext(distinct_on(AssessmentRow.url_hash))
        .where(
            AssessmentRow.url_hash.in_(url_hashes),
            AssessmentRow.text_hash == ArticleRow.text_hash,
        )
        .order_by(AssessmentRow.url_hash, AssessmentRow.judged_at.desc(), AssessmentRow.id.desc())
        .subquery()
    )
    connection.execute(
        update(ArticleRow)
        .where(
            ArticleRow.url_hash == newest.c.url_hash,
            ArticleRow.current_assessment_id.is_distinct_from(newest.c.id),
        )
        .values(current_assessment_id=newest.c.id, band=newest.c.band, trust=newest.c.trust)
    )
