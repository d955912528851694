"""Searching one version of LanceDB's tables, and what their failures mean. Not for writing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lancedb.query import BooleanQuery, FullTextOperator, MatchQuery, Occur

from imfact.adapters.search.checks import checked_vector
from imfact.adapters.search.port import IndexGone, SearchFull, SearchUnavailable
from imfact.adapters.search.words import words_of
from imfact.contracts.search import SearchFilters, SearchHit


@dataclass(frozen=True, slots=True)
class LanceReading:
    """``SearchReading`` over two open tables."""

    version: int
    # Any: lancedb's table classes differ by backend and are untyped where it matters.
    texts: Any
    vectors: Any
    gone: Callable[[], bool]
    """Asked after a failure only: whether the version was dropped."""

    def text(self, query: str, limit: int, filters: SearchFilters) -> list[SearchHit]:
        """See the port."""
        words = words_of(query)
        if not words or limit < 1:
            return []
        forms = [form for word in words for form in word.forms]
        every = dict.fromkeys(token for word in words for token in word.tokens)
        asked = BooleanQuery(
            [
                (
                    Occur.MUST,
                    BooleanQuery(
                        [(Occur.SHOULD, _match(form, FullTextOperator.AND)) for form in forms]
                    ),
                ),
                (Occur.SHOULD, _match(every, FullTextOperator.OR)),
            ]
        )
        with translated(self.gone):
            search = _filtered(self.texts.search(asked, query_type="fts"), filters)
            rows = search.select(["url_hash", "_score"]).limit(limit).to_arrow().to_pylist()
        return _ranked((row["url_hash"], row["_score"]) for row in rows)

    def vector(
        self, vector: Sequence[float], limit: int, filters: SearchFilters
    ) -> list[SearchHit]:
        """See the port."""
        wanted = checked_vector(vector)
        if limit < 1:
            return []
        with translated(self.gone):
            search = self.vectors.search(wanted, query_type="vector")
            search = _filtered(search.distance_type("cosine"), filters)
            rows = search.select(["url_hash", "_distance"]).limit(limit).to_arrow().to_pylist()
        return _ranked((row["url_hash"], 1.0 - row["_distance"]) for row in rows)


def literal(value: str) -> str:
    """Return ``value`` as a literal of LanceDB's SQL."""
    return "'" + value.replace("'", "''") + "'"


@contextmanager
def translated(gone: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """Turn LanceDB's errors into those of the port; ``gone`` says whether the version was dropped."""
    try:
        yield
    # What lancedb raises: OSError, ValueError (no such table) and RuntimeError (the engine below it).
    except (OSError, ValueError, RuntimeError) as exc:
        if gone():
            raise IndexGone("The index that was being read was dropped.") from exc
        reason = str(exc)
        if any(sign in reason for sign in _FULL):
            raise SearchFull(
                "The disk under the search folder is full; make room, then run `imfact run --resume`."
            ) from exc
        raise SearchUnavailable(
            "The search index cannot be read or written.", cause=reason[:200]
        ) from exc


# ENOSPC, EDQUOT and EFBIG in the words of Python and of Rust.
_FULL = ("No space left", "os error 28", "quota exceeded", "os error 122", "os error 27")


def _match(tokens: Iterable[str], operator: FullTextOperator) -> MatchQuery:
    return MatchQuery(  # type: ignore[call-arg]  # their defaults are invisible to mypy
        " ".join(tokens), "words", operator=operator
    )


# Any: a lancedb query builder.
def _filtered(search: Any, filters: SearchFilters) -> Any:
    """Add ``filters`` to ``search``, applied before the ranking."""
    given = filters.model_dump(exclude_none=True)
    if not given:
        return search
    where = " AND ".join(f"{field} = {literal(value)}" for field, value in given.items())
    return search.where(where, prefilter=True)


def _ranked(scored: Iterator[tuple[str, float]]) -> list[SearchHit]:
    """Return hits, best first; equal scores in the order of url_hash, so that answers are stable."""
    ordered = sorted(scored, key=lambda pair: (-pair[1], pair[0]))
    return [SearchHit(url_hash=url_hash, score=score) for url_hash, score in ordered]
