"""Read side: the copies of articles and the other headlines of their stories, filters or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select
from sqlalchemy.orm import aliased

from imfact.contracts.assessment import Band
from imfact.contracts.public_api import SourceItem
from imfact.services.gateway.db.folding import may_be_shown, shown, stands_for_its_copies
from imfact.services.gateway.db.models import ArticleRow, AssessmentRow, SourceRow

# A list row unfolds in place; more than this is no longer read there. The count says the rest.
MAX_LISTED = 20


@dataclass(frozen=True, slots=True)
class Relative:
    """An article as it stands beside another one."""

    url_hash: str
    title: str
    source: SourceItem
    published_at: datetime | None
    is_original: bool
    p_clickbait: float | None
    interval: tuple[float, float] | None
    trust: int | None
    band: Band | None
    sentence_ko: str
    sentence_en: str


@dataclass(frozen=True, slots=True)
class Relatives:
    """How many an article has, and the first ``MAX_LISTED`` of them."""

    copy_count: int = 0
    copies: tuple[Relative, ...] = ()
    story_count: int = 0
    story: tuple[Relative, ...] = ()


NONE = Relatives()


def relatives_of(connection: Connection, url_hashes: Sequence[str]) -> dict[str, Relatives]:
    """Return url_hash → relatives that may be shown; articles without any are left out.

    Copies: the original first, then by time. Story: newest first, one a copy group, and none of
    the article's own group.
    """
    found: dict[str, Relatives] = {}
    for url_hash, (count, items) in _read(connection, _COPIES, url_hashes).items():
        found[url_hash] = Relatives(copy_count=count, copies=items)
    for url_hash, (count, items) in _read(connection, _STORIES, url_hashes).items():
        found[url_hash] = replace(found.get(url_hash, NONE), story_count=count, story=items)
    return found


_MINE, _OTHER, _SOURCE = aliased(ArticleRow), aliased(ArticleRow), aliased(SourceRow)


# Any: SQLAlchemy's row types do not survive a list of columns put together.
def _relatives(related: Sequence[ColumnElement[bool]], order: Sequence[Any]) -> Select[Any]:
    # Numbered first, and only what is listed is joined with its verdict's JSON.
    ranked = (
        select(
            _MINE.url_hash.label("of"),
            _OTHER.url_hash.label("url_hash"),
            func.row_number().over(partition_by=_MINE.url_hash, order_by=order).label("place"),
            func.count().over(partition_by=_MINE.url_hash).label("total"),
        )
        .join(_OTHER, _OTHER.url_hash != _MINE.url_hash)
        .join(_SOURCE, _SOURCE.slug == _OTHER.source)
        .where(
            _MINE.url_hash.in_(bindparam("url_hashes", expanding=True)),
            *related,
            may_be_shown(_OTHER, _SOURCE),
        )
        .subquery()
    )
    return (
        select(
            ranked.c.of,
            ranked.c.total,
            ArticleRow.url_hash,
            ArticleRow.title,
            ArticleRow.published_at,
            ArticleRow.copy_group,
            ArticleRow.trust,
            ArticleRow.band,
            SourceRow.slug,
            SourceRow.name,
            SourceRow.name_en,
            SourceRow.homepage,
            AssessmentRow.p_clickbait,
            AssessmentRow.interval_low,
            AssessmentRow.interval_high,
            AssessmentRow.record["sentence_ko"].astext.label("sentence_ko"),
            AssessmentRow.record["sentence_en"].astext.label("sentence_en"),
        )
        .join(ArticleRow, ArticleRow.url_hash == ranked.c.url_hash)
        .join(SourceRow, SourceRow.slug == ArticleRow.source)
        .outerjoin(AssessmentRow, AssessmentRow.id == ArticleRow.current_assessment_id)
        .where(ranked.c.place <= MAX_LISTED)
        .order_by(ranked.c.of, ranked.c.place)
    )


# Built once: they differ by their parameter only, and building takes longer than running.
_COPIES = _relatives(
    [_OTHER.copy_group == _MINE.copy_group],
    [(_OTHER.url_hash == _OTHER.copy_group).desc(), _OTHER.sort_at, _OTHER.url_hash],
)
_STORIES = _relatives(
    [
        _OTHER.story == _MINE.story,
        _OTHER.copy_group.is_(None) | _OTHER.copy_group.is_distinct_from(_MINE.copy_group),
        stands_for_its_copies(_OTHER, shown),
    ],
    [_OTHER.sort_at.desc(), _OTHER.url_hash.desc()],
)

_Found = dict[str, tuple[int, tuple[Relative, ...]]]


def _read(connection: Connection, query: Select[Any], url_hashes: Sequence[str]) -> _Found:
    found: _Found = {}
    for row in connection.execute(query, {"url_hashes": list(url_hashes)}):
        _, items = found.get(row.of, (0, ()))
        found[row.of] = (row.total, (*items, _relative(row)))
    return found


# Any: SQLAlchemy's row types do not survive a list of columns put together.
def _relative(row: Any) -> Relative:
    interval = None if row.interval_low is None else (row.interval_low, row.interval_high)
    return Relative(
        url_hash=row.url_hash,
        title=row.title,
        source=SourceItem(slug=row.slug, name=row.name, name_en=row.name_en, homepage=row.homepage),
        published_at=row.published_at,
        is_original=row.copy_group == row.url_hash,
        p_clickbait=row.p_clickbait,
        interval=interval,
        trust=row.trust,
        band=row.band,
        sentence_ko=row.sentence_ko or "",
        sentence_en=row.sentence_en or "",
    )
