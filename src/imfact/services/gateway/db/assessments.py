"""Write side: verdicts and summaries, in bulk and idempotent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from imfact.contracts.internal_api import AssessmentUpsert
from imfact.services.gateway.db.models import ArticleRow, AssessmentRow, SummaryRow
from imfact.services.gateway.db.verdicts import choose_current

_IDENTITY = ("url_hash", "text_hash", "model_version", "encoder_version", "policy_version")


def put(connection: Connection, items: Sequence[AssessmentUpsert]) -> int:
    """Write verdicts; return how many rows changed. Articles that are gone are passed over.

    Judged again with the same versions, a verdict takes the later time, so that going back to an
    earlier model shows that model's verdicts again.
    """
    wanted = {item.url_hash for item in items}
    # Locked in one order, so that two batches wait for each other instead of dying together.
    present = set(
        connection.scalars(
            select(ArticleRow.url_hash)
            .where(ArticleRow.url_hash.in_(wanted))
            .order_by(ArticleRow.url_hash)
            .with_for_update()
        )
    )
    usable = [item for item in items if item.url_hash in present]
    if not usable:
        return 0
    # One statement cannot change a row twice: of items with one identity the last one counts.
    rows = {tuple(row[name] for name in _IDENTITY): row for row in map(_row, usable)}
    statement = insert(AssessmentRow)
    replaced = {name: statement.excluded[name] for name in _row(usable[0]) if name not in _IDENTITY}
    written = connection.execute(
        statement.on_conflict_do_update(
            constraint="uq_assessments_identity",
            set_=replaced,
            where=statement.excluded.judged_at > AssessmentRow.judged_at,
        ),
        list(rows.values()),
    ).rowcount
    _put_summaries(connection, usable)
    choose_current(connection, present)
    return written


def _put_summaries(connection: Connection, items: Sequence[AssessmentUpsert]) -> None:
    rows = {
        (item.url_hash, item.assessment.versions.text_hash): item.summary.model_dump(mode="json")
        for item in items
        if item.summary is not None
    }
    if not rows:
        return
    statement = insert(SummaryRow)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=[SummaryRow.url_hash, SummaryRow.text_hash],
            set_={"record": statement.excluded.record},
            where=SummaryRow.record != statement.excluded.record,
        ),
        [
            {"url_hash": url_hash, "text_hash": text_hash, "record": record}
            for (url_hash, text_hash), record in rows.items()
        ],
    )


# Any: values of a row by column name.
def _row(item: AssessmentUpsert) -> dict[str, Any]:
    assessment = item.assessment
    low, high = assessment.interval or (None, None)
    return {
        "url_hash": item.url_hash,
        **assessment.versions.model_dump(),
        "p_clickbait": assessment.p_clickbait,
        "interval_low": low,
        "interval_high": high,
        "band": assessment.band,
        "trust": assessment.trust,
        "tactic": assessment.tactic,
        "record": assessment.model_dump(mode="json"),
        "judged_at": assessment.judged_at,
    }
