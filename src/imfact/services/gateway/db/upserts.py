"""Write side: sources, articles and their revisions, in bulk and idempotent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert

from imfact.contracts.article import CuratedArticle
from imfact.contracts.internal_api import ArticleUpsert, ArticleUpserted, UpsertOutcome
from imfact.contracts.source import Source
from imfact.kit.errors import DataError
from imfact.services.gateway.db.models import (
    ArticleRow,
    RevisionRow,
    SourceRow,
    TombstoneRow,
)
from imfact.services.gateway.db.past import record_past
from imfact.services.gateway.db.verdicts import choose_current

# Any number; it keeps two writers of articles from interleaving, who are never more than two.
_WRITERS_LOCK = 0x1F_AC7
# Columns that follow from others or from the database, never compared with a record.
_DERIVED = {
    "revision_count", "current_assessment_id", "band", "trust", "changed_by", "change", "copy_group",
    "story", "created_at", "updated_at",
}  # fmt: skip
# Where a text was last seen; a change of these alone is recorded, and no news to anybody.
_PROVENANCE = {"fetched_at", "raw_key", "curated_key"}
_RECORD_COLUMNS = [c.name for c in ArticleRow.__table__.columns if c.name not in _DERIVED]

# Any: values of a row by column name.
Values = dict[str, Any]


class UnknownSource(DataError):
    """An article names a source that was never put."""

    code = "unknown_source"


@dataclass(slots=True)
class _State:
    """An article as it stands while a batch is worked through."""

    values: Values
    revision_count: int
    revised: bool = False
    changed_by: str | None = None
    change: UpsertOutcome | None = None


def put_sources(connection: Connection, sources: Iterable[Source]) -> int:
    """Insert or replace; return how many rows changed."""
    # How a source is crawled is the policy's business; the table keeps what readers' pages need.
    kept = {column.name for column in SourceRow.__table__.columns}
    rows = [source.model_dump(mode="json", include=kept) for source in sources]
    columns = [name for name in rows[0] if name != "slug"] if rows else []
    written = 0
    for row in rows:
        statement = insert(SourceRow).values(row)
        replaced = {name: statement.excluded[name] for name in columns}
        differs = [
            SourceRow.__table__.c[name].is_distinct_from(value) for name, value in replaced.items()
        ]
        written += connection.execute(
            statement.on_conflict_do_update(
                index_elements=[SourceRow.slug],
                set_={**replaced, "updated_at": func.now()},
                where=or_(*differs),
            )
        ).rowcount
    return written


def put_articles(
    connection: Connection, items: Sequence[ArticleUpsert], run_id: str | None = None
) -> list[ArticleUpserted]:
    """Write a batch; one outcome an item.

    A record older than what is stored leaves the article as it is; a text that it never had becomes
    one of its earlier revisions.

    What ``run_id`` itself changed before has that outcome again instead of ``unchanged``.

    Raises:
        UnknownSource: an article's source is not in the table.
    """
    connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _WRITERS_LOCK})
    hashes = {item.article.url_hash for item in items}
    _check_sources(connection, {item.article.source for item in items})
    dead = set(
        connection.scalars(select(TombstoneRow.url_hash).where(TombstoneRow.url_hash.in_(hashes)))
    )
    states = _stored(connection, hashes - dead)
    changed: dict[str, _State] = {}
    revisions: list[Values] = []
    outcomes: list[ArticleUpserted] = []
    earlier: list[int] = []
    for place, item in enumerate(items):
        key = item.article.url_hash
        if key in dead:
            outcome: UpsertOutcome = "tombstoned"
        else:
            before = states.get(key)
            state, outcome = _apply(before, item)
            if before is not None and _precedes(item, before.values):
                earlier.append(place)
            if outcome != "unchanged":
                state.changed_by, state.change = run_id, outcome
            elif run_id is not None and state.changed_by == run_id and state.change is not None:
                outcome = state.change
            states[key] = state
            if state is not before:
                changed[key] = state
            if state is not before and (
                before is None or before.revision_count < state.revision_count
            ):
                revisions.append(_revision(state))
        outcomes.append(ArticleUpserted(url_hash=key, outcome=outcome))
    _write(connection, changed, revisions)
    for place in earlier:
        if record_past(connection, items[place]):
            outcomes[place] = outcomes[place].model_copy(update={"outcome": "revised"})
    return outcomes


def _check_sources(connection: Connection, slugs: set[str]) -> None:
    known = set(connection.scalars(select(SourceRow.slug).where(SourceRow.slug.in_(slugs))))
    if slugs - known:
        raise UnknownSource(
            f"Put the sources first: {', '.join(sorted(slugs - known))} is not known.",
            sources=sorted(slugs - known),
        )


def _stored(connection: Connection, hashes: set[str]) -> dict[str, _State]:
    wanted = [*_RECORD_COLUMNS, "revision_count", "changed_by", "change"]
    columns = [ArticleRow.__table__.c[name] for name in wanted]
    query = select(*columns).where(ArticleRow.url_hash.in_(hashes))
    states = {}
    for row in connection.execute(query).mappings():
        values = dict(row)
        count, run, change = (
            values.pop(name) for name in ("revision_count", "changed_by", "change")
        )
        states[values["url_hash"]] = _State(values, count, changed_by=run, change=change)
    return states


def _apply(state: _State | None, item: ArticleUpsert) -> tuple[_State, UpsertOutcome]:
    values = _values(item)
    if state is None:
        return _State(values, 1), "inserted"
    if not _supersedes(item, state.values):
        return state, "unchanged"
    if item.article.published_at is None:
        # Else an article without a date would climb to the top at each fetch.
        values["sort_at"] = state.values["sort_at"]
    differing = {name for name, value in values.items() if value != state.values[name]}
    if not differing:
        return state, "unchanged"
    if "text_hash" in differing:
        return _State(values, state.revision_count + 1, revised=True), "revised"
    fresh = replace(state, values=values)
    return fresh, "updated" if differing - _PROVENANCE else "unchanged"


def _supersedes(item: ArticleUpsert, stored: Values) -> bool:
    """A later fetch does; of one fetch, the same record or one derived anew after the stored one."""
    fetched_at: datetime = stored["fetched_at"]
    if item.article.fetched_at != fetched_at:
        return item.article.fetched_at > fetched_at
    stored_key = stored["curated_key"]
    return item.curated_key == stored_key or stored_key in item.article.parents


def _precedes(item: ArticleUpsert, stored: Values) -> bool:
    """An earlier fetch with another text does."""
    fetched_at: datetime = stored["fetched_at"]
    return item.article.fetched_at < fetched_at and item.article.text_hash != stored["text_hash"]


def _values(item: ArticleUpsert) -> Values:
    article = item.article
    values = article.model_dump(exclude={"schema_version", "parents", "rights", "signature"})
    return {
        **values,
        "sort_at": _sort_at(article),
        "curated_key": item.curated_key,
        "rights": article.rights.model_dump(mode="json"),
    }


def _sort_at(article: CuratedArticle) -> datetime:
    """Of publication, never after the fetch: a date in the future would lead every list for ever."""
    if article.published_at is None:
        return article.fetched_at
    return min(article.published_at, article.fetched_at)


def _revision(state: _State) -> Values:
    kept = ("url_hash", "title", "body", "text_hash", "curated_key")
    return {
        **{name: state.values[name] for name in kept},
        "number": state.revision_count,
        "seen_at": state.values["fetched_at"],
    }


def _write(connection: Connection, changed: dict[str, _State], revisions: list[Values]) -> None:
    if not changed:
        return
    rows = [
        {
            **state.values,
            "revision_count": state.revision_count,
            "changed_by": state.changed_by,
            "change": state.change,
        }
        for state in changed.values()
    ]
    statement = insert(ArticleRow)
    replaced = {name: statement.excluded[name] for name in rows[0] if name != "url_hash"}
    statement = statement.on_conflict_do_update(
        index_elements=[ArticleRow.url_hash], set_={**replaced, "updated_at": func.now()}
    )
    connection.execute(statement, rows)
    if revisions:
        connection.execute(insert(RevisionRow), revisions)
    revised = [key for key, state in changed.items() if state.revised]
    if revised:
        connection.execute(
            update(ArticleRow)
            .where(ArticleRow.url_hash.in_(revised))
            .values(current_assessment_id=None, band=None, trust=None)
        )
        # A headline that was changed back has been judged before.
        choose_current(connection, revised)
