"""Read side: the states a headline and its text went through, each with its newest verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, literal, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from imfact.contracts.assessment import Assessment
from imfact.services.gateway.db.models import ArticleRow, AssessmentRow, RevisionRow


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """One state of headline and body with the newest verdict on that text."""

    number: int
    title: str
    seen_at: datetime
    title_changed: bool
    body_changed: bool
    """Both compared with the state before; the first one changed nothing."""
    assessment: Assessment | None


def revisions_of(connection: Connection, url_hash: str) -> tuple[StoredRevision, ...]:
    """Return the states of an article, first seen first."""
    verdicts = (
        select(AssessmentRow.text_hash, AssessmentRow.record)
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
            _differs(RevisionRow.title).label("title_changed"),
            # Compared here: bodies of many revisions need not travel.
            _differs(RevisionRow.body).label("body_changed"),
            verdicts.c.record,
        )
        .outerjoin(verdicts, verdicts.c.text_hash == RevisionRow.text_hash)
        .where(RevisionRow.url_hash == url_hash)
        .order_by(RevisionRow.number)
    )
    return tuple(
        StoredRevision(
            number=row.number,
            title=row.title,
            seen_at=row.seen_at,
            title_changed=row.title_changed,
            body_changed=row.body_changed,
            assessment=None if row.record is None else Assessment.model_validate(row.record),
        )
        for row in connection.execute(query)
    )


_ONE, _BEFORE = aliased(RevisionRow), aliased(RevisionRow)
_CHANGES = (
    select(func.count())
    .select_from(_ONE)
    .join(_BEFORE, (_BEFORE.url_hash == _ONE.url_hash) & (_BEFORE.number == _ONE.number - 1))
    .where(_ONE.url_hash == ArticleRow.url_hash, _ONE.title != _BEFORE.title)
    .correlate(ArticleRow)
    .scalar_subquery()
)
TITLE_CHANGES: ColumnElement[int] = case(
    (ArticleRow.revision_count > 1, _CHANGES), else_=literal(0)
).label("title_changes")
"""How often the headline of ``ArticleRow`` changed; looked up only for articles that were revised."""


# Any: a column of text, whatever its model.
def _differs(column: Any) -> ColumnElement[bool]:
    before = func.lag(column).over(order_by=RevisionRow.number)
    return func.coalesce(column != before, False)
