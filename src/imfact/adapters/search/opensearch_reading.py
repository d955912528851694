"""Searching one version of the OpenSearch indices, and what their failures mean. Not for writing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError, OpenSearchException

from imfact.adapters.search.checks import checked_vector
from imfact.adapters.search.port import IndexGone, SearchFull, SearchUnavailable
from imfact.adapters.search.words import Word, words_of
from imfact.contracts.search import SearchFilters, SearchHit

_MORPHEMES = ["title^3", "body"]
_GRAMS = ["title.grams^3", "body.grams"]
# OpenSearch refuses a larger result window.
_MAX_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class OpenSearchReading:
    """``SearchReading`` by the names of the indices, as an alias may move between two calls."""

    version: int
    text_index: str
    vector_index: str
    client: OpenSearch

    def text(self, query: str, limit: int, filters: SearchFilters) -> list[SearchHit]:
        """See the port."""
        words = words_of(query)
        if not words or limit < 1:
            return []
        asked = {
            "bool": {
                "should": [_word_clause(word) for word in words],
                "minimum_should_match": 1,
                "filter": _filter_clauses(filters),
            }
        }
        return [
            SearchHit(url_hash=hit["_id"], score=hit["_score"])
            for hit in self._search(self.text_index, asked, limit)
        ]

    def vector(
        self, vector: Sequence[float], limit: int, filters: SearchFilters
    ) -> list[SearchHit]:
        """See the port."""
        wanted = checked_vector(vector)
        if limit < 1:
            return []
        clause: dict[str, Any] = {"vector": wanted, "k": min(limit, _MAX_LIMIT)}
        if given := _filter_clauses(filters):
            clause["filter"] = {"bool": {"filter": given}}
        return [
            # Lucene's cosinesimil scores (1 + cosine) / 2.
            SearchHit(url_hash=hit["_id"], score=2.0 * hit["_score"] - 1.0)
            for hit in self._search(self.vector_index, {"knn": {"vector": clause}}, limit)
        ]

    # Any: JSON of OpenSearch.
    def _search(self, index: str, query: dict[str, Any], limit: int) -> list[dict[str, Any]]:
        body = {"query": query, "size": min(limit, _MAX_LIMIT), "_source": False}
        with translated():
            try:
                answer = self.client.search(index=index, body=body)
            except NotFoundError as exc:
                raise IndexGone(f"{index} was dropped while it was read.") from exc
        hits: list[dict[str, Any]] = answer["hits"]["hits"]
        # Equal scores in the order of url_hash; a sort by _id on the server needs field data.
        return sorted(hits, key=lambda hit: (-hit["_score"], hit["_id"]))


@contextmanager
def translated() -> Iterator[None]:
    """Turn the client's errors into those of the port."""
    try:
        yield
    except OpenSearchException as exc:
        reason = str(exc)
        # The watermark of a full disk makes indices read-only; the client reports it as a block.
        if any(
            sign in reason for sign in ("No space left", "flood-stage", "read-only-allow-delete")
        ):
            raise SearchFull(
                "The disk of OpenSearch is full; make room, then run `imfact run --resume`."
            ) from exc
        raise SearchUnavailable(
            "OpenSearch does not answer, or refused.", cause=reason[:200]
        ) from exc


# Any: JSON of OpenSearch, here and below.
def _word_clause(word: Word) -> dict[str, Any]:
    """Return the clause of one word: its morphemes side by side, or all of its bigrams."""
    spellings = [word.text] if word.stem is None else [word.text, word.stem]
    should = []
    for spelling in spellings:
        should.append(
            # A phrase, as 비+급여 must be neighbours: each alone says something else.
            {"multi_match": {"query": spelling, "fields": _MORPHEMES, "type": "phrase"}}
        )
        should.append({"multi_match": {"query": spelling, "fields": _GRAMS, "operator": "and"}})
    return {"bool": {"should": should, "minimum_should_match": 1}}


def _filter_clauses(filters: SearchFilters) -> list[dict[str, Any]]:
    given = filters.model_dump(exclude_none=True)
    return [{"term": {field: value}} for field, value in given.items()]
