"""Read side for judging again: by which versions each article's verdict on its present text was made."""

from __future__ import annotations

from sqlalchemy import Connection, and_, not_, or_, select

from imfact.contracts.internal_api import StandingVerdict
from imfact.services.gateway.db.models import ArticleRow, AssessmentRow


def page(
    connection: Connection,
    after: str | None,
    limit: int,
    but_not: tuple[str, str, str] | None,
) -> tuple[StandingVerdict, ...]:
    """Return up to ``limit`` articles behind ``after``, in order of url_hash.

    Those judged by ``but_not`` (model, encoder, policy) are left out. A verdict on an earlier text
    is none: its versions are null.
    """
    query = (
        select(
            ArticleRow.url_hash,
            ArticleRow.source,
            ArticleRow.curated_key,
            AssessmentRow.model_version,
            AssessmentRow.encoder_version,
            AssessmentRow.policy_version,
        )
        .outerjoin(
            AssessmentRow,
            and_(
                AssessmentRow.id == ArticleRow.current_assessment_id,
                AssessmentRow.text_hash == ArticleRow.text_hash,
            ),
        )
        .where(ArticleRow.url_hash > (after or ""))
        .order_by(ArticleRow.url_hash)
        .limit(limit)
    )
    if but_not is not None:
        model, encoder, policy = but_not
        same = and_(
            AssessmentRow.model_version == model,
            AssessmentRow.encoder_version == encoder,
            AssessmentRow.policy_version == policy,
        )
        query = query.where(or_(AssessmentRow.id.is_(None), not_(same)))
    return tuple(
        StandingVerdict.model_validate(dict(row)) for row in connection.execute(query).mappings()
    )
