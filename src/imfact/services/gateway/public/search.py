"""Route: search by words, by meaning, or both; the list of hits is frozen in the cursor."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from imfact.adapters.search.port import IndexGone, SearchEngine, SearchReading
from imfact.clients.ai import AiClient
from imfact.contracts.public_api import SearchFold, SearchItem, SearchMode, SearchPage
from imfact.contracts.search import SearchFilters, SearchHit
from imfact.services.gateway.cursors import seal, unseal
from imfact.services.gateway.db import listing
from imfact.services.gateway.db.relatives import NONE, Relatives, relatives_of
from imfact.services.gateway.fusion import RankedHit, Way, fuse
from imfact.services.gateway.parts import GatewayParts
from imfact.services.gateway.passages import best_passage, highlights
from imfact.services.gateway.present import showable_text, to_item
from imfact.services.gateway.public.articles import (
    BandFilter,
    Cursor,
    SectionFilter,
    SourceFilter,
    next_link,
)
from imfact.services.problems import InvalidRequest, problems

MAX_QUERY_CHARACTERS = 500
MAX_HITS = 100
# Vectors of the last queries: paging, sorting and typing ask for the same ones again. The encoder
# is part of the installation, so a vector stays good as long as this process lives.
CACHED_QUERIES = 256

# A frozen hit: url_hash (16 bytes), score (float32), ways (bits).
_HIT = struct.Struct("<16sfB")
_WAYS: tuple[Way, ...] = ("text", "vector")


class UnusableQuery(InvalidRequest):
    """The query is empty or too long."""

    code = "unusable_query"


def search_router(parts: GatewayParts) -> APIRouter:
    """Return the route over ``parts``."""
    router = APIRouter(tags=["search"])
    embed = _cached_embedding(lambda: parts.ai)

    @router.get("/search", operation_id="search_articles", responses=problems(400))
    def search_articles(
        request: Request,
        response: Response,
        q: Annotated[
            str, Query(description=f"What to look for, 1 to {MAX_QUERY_CHARACTERS} characters.")
        ] = "",
        mode: SearchMode = "hybrid",
        band: BandFilter = None,
        source: SourceFilter = None,
        section: SectionFilter = None,
        fold: Annotated[
            SearchFold, Query(description="`none`: every copy of a text is a hit of its own.")
        ] = "copies",
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
        cursor: Cursor = None,
    ) -> SearchPage:
        """Search headlines and texts; at most 100 hits, frozen at the first page.

        Copies fold under one hit before the list is frozen; headlines of a story do not, since
        who searches for an event wants to see who told it.
        """
        query = _usable(q)
        filters = SearchFilters(source=source, section=section, band=band)
        scope = {
            "listing": "search",
            "q": query,
            "mode": mode,
            "fold": fold,
            **filters.model_dump(),
        }
        if cursor is None:
            hits = _ranked(parts.search, embed, query, mode, filters)
            if fold != "none":
                hits = _folded(parts, hits)
        else:
            hits = _thaw(unseal(cursor, scope)[1])
        items, rest = _shown(parts, query, hits, limit)
        following = None
        if rest:
            following = seal({}, scope, _freeze(rest))
            response.headers["Link"] = next_link(request, following)
        return SearchPage(query=query, mode=mode, items=tuple(items), next=following)

    return router


def _usable(q: str) -> str:
    query = " ".join(q.replace("\x00", " ").split())
    if not query:
        raise UnusableQuery("The query is empty; write at least one character in q.")
    if len(query) > MAX_QUERY_CHARACTERS:
        raise UnusableQuery(
            f"The query has {len(query)} characters; at most {MAX_QUERY_CHARACTERS} are allowed."
        )
    return query


def _cached_embedding(ai: Callable[[], AiClient]) -> Callable[[str], tuple[float, ...]]:
    @lru_cache(maxsize=CACHED_QUERIES)
    def embed(query: str) -> tuple[float, ...]:
        return tuple(ai().embed([query], "query").vectors[0].tolist())

    return embed


def _ranked(
    engine: SearchEngine,
    embed: Callable[[str], tuple[float, ...]],
    query: str,
    mode: SearchMode,
    filters: SearchFilters,
) -> list[RankedHit]:
    """Rank within one version of the indices, again where that one was dropped meanwhile."""
    vector = () if mode == "text" else embed(query)

    def ranked(reading: SearchReading) -> list[RankedHit]:
        def words() -> list[SearchHit]:
            return reading.text(query, MAX_HITS, filters)

        def meaning() -> list[SearchHit]:
            return reading.vector(vector, MAX_HITS, filters)

        if mode == "hybrid":
            return fuse(words(), meaning())[:MAX_HITS]
        found = words() if mode == "text" else meaning()
        return [RankedHit(hit.url_hash, hit.score, (mode,)) for hit in found]

    try:
        return ranked(engine.reading())
    except IndexGone:
        return ranked(engine.reading())


def _folded(parts: GatewayParts, hits: list[RankedHit]) -> list[RankedHit]:
    """Keep one hit a copy group, at its best place: the original if it was hit, else the best."""
    with parts.database.transaction() as connection:
        groups = listing.copy_groups(connection, [hit.url_hash for hit in hits])
    originals = {hit.url_hash: hit for hit in hits if groups.get(hit.url_hash) == hit.url_hash}
    kept: list[RankedHit] = []
    seen: set[str] = set()
    for hit in hits:
        group = groups.get(hit.url_hash)
        if group is None:
            kept.append(hit)
        elif group not in seen:
            seen.add(group)
            # The place and its score are the best hit's, so scores never rise down the list.
            kept.append(replace(originals.get(group, hit), score=hit.score))
    return kept


def _shown(
    parts: GatewayParts, query: str, hits: list[RankedHit], limit: int
) -> tuple[list[SearchItem], list[RankedHit]]:
    """Return up to ``limit`` hits that may be shown, and the hits behind the last one looked at."""
    items: list[SearchItem] = []
    seen = 0
    with parts.database.transaction() as connection:
        while len(items) < limit and seen < len(hits):
            chunk = hits[seen : seen + limit - len(items)]
            seen += len(chunk)
            hashes = [hit.url_hash for hit in chunk]
            articles = listing.by_hashes(connection, hashes)
            relatives = relatives_of(connection, hashes)
            items += [
                _item(query, hit, articles[hit.url_hash], relatives.get(hit.url_hash, NONE))
                for hit in chunk
                if hit.url_hash in articles
            ]
    return items, hits[seen:]


def _item(
    query: str, hit: RankedHit, article: listing.ListedArticle, relatives: Relatives
) -> SearchItem:
    return SearchItem(
        article=to_item(article, relatives),
        score=round(hit.score, 6),
        matched=hit.matched,
        highlights=highlights(query, article.title),
        passage=best_passage(query, showable_text(article), or_first="vector" in hit.matched),
    )


def _freeze(hits: list[RankedHit]) -> bytes:
    return b"".join(
        _HIT.pack(
            bytes.fromhex(hit.url_hash),
            hit.score,
            sum(1 << place for place, way in enumerate(_WAYS) if way in hit.matched),
        )
        for hit in hits
    )


def _thaw(frozen: bytes) -> list[RankedHit]:
    def each() -> Iterator[RankedHit]:
        for raw, score, bits in _HIT.iter_unpack(frozen):
            ways = tuple(way for place, way in enumerate(_WAYS) if bits & (1 << place))
            yield RankedHit(raw.hex(), score, ways)

    return list(each())
