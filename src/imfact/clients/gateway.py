"""Typed clients of the gateway: batch's way to write, and a reader's way to read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from pydantic import BaseModel

from imfact.clients.transport import Answer, ServiceConnection
from imfact.contracts.article import Tombstone
from imfact.contracts.assessment import Band
from imfact.contracts.exchange import ExportedArticle
from imfact.contracts.groups_api import (
    GroupArticle,
    GroupArticles,
    GroupArticlesQuery,
    GroupAssignment,
    GroupsPut,
    Neighbours,
    NeighboursQuery,
    SignatureRecord,
    SignaturesUpsert,
)
from imfact.contracts.internal_api import (
    ArticlesUpsert,
    ArticlesUpserted,
    ArticleUpsert,
    ArticleUpserted,
    AssessmentsUpsert,
    AssessmentUpsert,
    DocumentsQuery,
    EmbeddingRecord,
    EmbeddingsFound,
    EmbeddingsQuery,
    EmbeddingsUpsert,
    ExportedArticles,
    IndexDocument,
    IndexDocuments,
    OutboxPage,
    SourcesUpsert,
    StandingVerdict,
    StandingVerdicts,
    TextsInUse,
    TextsQuery,
    TombstonesAnswer,
    TombstonesPut,
    Written,
)
from imfact.contracts.public_api import ArticleDetail, ArticlePage, SearchMode, SearchPage, Sort
from imfact.contracts.source import Source

# The limits that the contracts set for one call.
_ARTICLES = 500
_HASHES = 1_000
_INTERNAL = "/internal/v1"

Item = TypeVar("Item")


class GatewayClient:
    """The internal API as batch sees it; blocks, thread-safe, any number of items a call.

    Every method raises BackendUnavailable where the gateway stays away after retries, ConfigError
    where it refuses the service token, DataError where it cannot use what was sent.
    """

    def __init__(self, connection: ServiceConnection) -> None:
        self._connection = connection

    def put_sources(self, sources: Sequence[Source]) -> int:
        """Insert or replace sources; return how many changed."""
        return self._write("sources", [SourcesUpsert(sources=tuple(sources))])

    def upsert_articles(
        self, items: Sequence[ArticleUpsert], run_id: str | None = None
    ) -> tuple[ArticleUpserted, ...]:
        """Write articles, each batch in one transaction; one outcome an item, in the order sent.

        Sent again by the same ``run_id``, an article has the outcome of the first time.
        """
        bodies = (ArticlesUpsert(items=chunk, run_id=run_id) for chunk in _chunks(items, _ARTICLES))
        answers = self._send("PUT", "articles", ArticlesUpserted, bodies)
        return tuple(outcome for answer in answers for outcome in answer.items)

    def put_tombstones(self, items: Sequence[Tombstone]) -> int:
        """Take articles down; return how many were not before."""
        bodies = (TombstonesPut(items=chunk) for chunk in _chunks(items, _ARTICLES))
        return self._write("tombstones", bodies)

    def tombstones(self) -> tuple[Tombstone, ...]:
        """Return everything that was taken down, in order of url_hash."""
        return self._connection.call("GET", f"{_INTERNAL}/tombstones", TombstonesAnswer).items

    def texts_in_use(
        self, text_hashes: Sequence[str], but_not: Collection[str] = ()
    ) -> frozenset[str]:
        """Return those of the texts that articles other than ``but_not`` have or had."""
        bodies = (
            TextsQuery(hashes=chunk, but_not=tuple(but_not))
            for chunk in _chunks(text_hashes, _HASHES)
        )
        answers = self._send("POST", "articles/texts-in-use", TextsInUse, bodies)
        return frozenset(text for answer in answers for text in answer.text_hashes)

    def put_embeddings(self, items: Sequence[EmbeddingRecord]) -> int:
        """Say where vectors lie; return how many texts were new (first writer wins)."""
        bodies = (EmbeddingsUpsert(items=chunk) for chunk in _chunks(items, _HASHES))
        return self._write("embeddings", bodies)

    def find_embeddings(
        self, encoder_version: str, text_hashes: Sequence[str]
    ) -> Mapping[str, str]:
        """Return text_hash → part key, for those that exist."""
        bodies = (
            EmbeddingsQuery(encoder_version=encoder_version, text_hashes=chunk)
            for chunk in _chunks(text_hashes, _HASHES)
        )
        answers = self._send("POST", "embeddings/find", EmbeddingsFound, bodies)
        return {text: key for answer in answers for text, key in answer.parts.items()}

    def put_signatures(self, items: Sequence[SignatureRecord]) -> int:
        """Write the bands of the texts that articles have now; return how many changed."""
        bodies = (SignaturesUpsert(items=chunk) for chunk in _chunks(items, _HASHES))
        return self._write("groups/signatures", bodies)

    def group_neighbours(
        self, url_hashes: Sequence[str], story_hours: float, copy_days: float
    ) -> tuple[str, ...]:
        """Return the url_hashes of all that may be a copy or a telling with these, themselves included."""
        bodies = (
            NeighboursQuery(hashes=chunk, story_hours=story_hours, copy_days=copy_days)
            for chunk in _chunks(url_hashes, _HASHES)
        )
        answers = self._send("POST", "groups/neighbours", Neighbours, bodies)
        return tuple(sorted({found for answer in answers for found in answer.url_hashes}))

    def group_articles(
        self, url_hashes: Sequence[str], encoder_version: str
    ) -> tuple[GroupArticle, ...]:
        """Return what grouping needs of those of the articles that exist."""
        bodies = (
            GroupArticlesQuery(hashes=chunk, encoder_version=encoder_version)
            for chunk in _chunks(url_hashes, _ARTICLES)
        )
        answers = self._send("POST", "groups/articles", GroupArticles, bodies)
        return tuple(item for answer in answers for item in answer.items)

    def put_groups(self, items: Sequence[GroupAssignment]) -> int:
        """Write copy groups and stories, all in one transaction; return how many articles changed."""
        if not items:
            return 0
        return self._write("groups", [GroupsPut(items=tuple(items))])

    def put_assessments(self, items: Sequence[AssessmentUpsert]) -> int:
        """Write verdicts and summaries; return how many verdicts were new."""
        bodies = (AssessmentsUpsert(items=chunk) for chunk in _chunks(items, _ARTICLES))
        return self._write("assessments", bodies)

    def standing_verdicts(
        self, but_not: tuple[str, str, str] | None = None, page: int = 1_000
    ) -> Iterator[StandingVerdict]:
        """Yield by which versions each article is judged, in order of url_hash, ``page`` a call.

        Those judged by ``but_not`` (model, encoder, policy) are left out.
        """
        model, encoder, policy = but_not or (None, None, None)
        after: str | None = ""
        while after is not None:
            answer = self._connection.call(
                "GET",
                f"{_INTERNAL}/assessments",
                StandingVerdicts,
                parameters={
                    "after": after or None,
                    "limit": page,
                    "but_not_model": model,
                    "but_not_encoder": encoder,
                    "but_not_policy": policy,
                },
            )
            yield from answer.items
            after = answer.next

    def documents(
        self, url_hashes: Sequence[str], encoder_version: str | None = None
    ) -> tuple[IndexDocument, ...]:
        """Return what the index needs of these articles; those that may not be indexed are absent."""
        bodies = (
            DocumentsQuery(hashes=chunk, encoder_version=encoder_version)
            for chunk in _chunks(url_hashes, _HASHES)
        )
        answers = self._send("POST", "documents", IndexDocuments, bodies)
        return tuple(item for answer in answers for item in answer.items)

    def all_documents(
        self, encoder_version: str | None = None, page: int = 500
    ) -> Iterator[IndexDocument]:
        """Yield every article that may be indexed, in order of url_hash, ``page`` a call."""
        after: str | None = ""
        while after is not None:
            answer = self._connection.call(
                "GET",
                f"{_INTERNAL}/documents",
                IndexDocuments,
                parameters={
                    "after": after or None,
                    "limit": page,
                    "encoder_version": encoder_version,
                },
            )
            yield from answer.items
            after = answer.next

    def outbox(self, after: int, limit: int = 1_000) -> OutboxPage:
        """Return changes of search documents behind an id, oldest first, at most 5,000."""
        return self._connection.call(
            "GET", f"{_INTERNAL}/outbox", OutboxPage, parameters={"after": after, "limit": limit}
        )

    def outbox_end(self) -> int:
        """Return the id of the newest change, 0 where there is none."""
        return self.outbox(0, limit=0).highest

    def prune_outbox(self, below: int, kept_hours: int = 168) -> int:
        """Delete changes below an id that are older than ``kept_hours``; return how many."""
        parameters: dict[str, str | int | None] = {"below": below, "kept_hours": kept_hours}
        path = f"{_INTERNAL}/outbox"
        return self._connection.call("DELETE", path, Written, parameters=parameters).written

    def exported_articles(
        self, source: str | None = None, page: int = 200
    ) -> Iterator[ExportedArticle]:
        """Yield every article that may be exported, in order of url_hash, ``page`` a call."""
        after: str | None = ""
        while after is not None:
            answer = self._connection.call(
                "GET",
                f"{_INTERNAL}/articles",
                ExportedArticles,
                parameters={"after": after or None, "limit": page, "source": source},
            )
            yield from answer.items
            after = answer.next

    def close(self) -> None:
        """Release the connections."""
        self._connection.close()

    def _write(self, path: str, bodies: Iterable[BaseModel]) -> int:
        return sum(answer.written for answer in self._send("PUT", path, Written, bodies))

    def _send(
        self, method: str, path: str, answer: type[Answer], bodies: Iterable[BaseModel]
    ) -> Iterator[Answer]:
        """Send a call for each of the bodies, which the contracts limit; yield the answers."""
        for body in bodies:
            yield self._connection.call(method, f"{_INTERNAL}/{path}", answer, body=body)


class ReaderClient:
    """The public API as a reader's program sees it."""

    def __init__(self, connection: ServiceConnection) -> None:
        self._connection = connection

    def articles(
        self,
        *,
        band: Band | None = None,
        source: str | None = None,
        section: str | None = None,
        sort: Sort = "newest",
        limit: int = 20,
        cursor: str | None = None,
    ) -> ArticlePage:
        """Return one page of the list."""
        return self._connection.call(
            "GET",
            "/v1/articles",
            ArticlePage,
            parameters={
                "band": band,
                "source": source,
                "section": section,
                "sort": sort,
                "limit": limit,
                "cursor": cursor,
            },
        )

    def article(self, url_hash: str) -> ArticleDetail:
        """Return one article. Raises NotFoundError."""
        return self._connection.call("GET", f"/v1/articles/{url_hash}", ArticleDetail)

    def lookup(self, url: str) -> ArticleDetail:
        """Return the article at ``url``, in any form of it. Raises NotFoundError."""
        return self._connection.call("GET", "/v1/lookup", ArticleDetail, parameters={"url": url})

    def search(
        self,
        query: str,
        *,
        mode: SearchMode = "hybrid",
        band: Band | None = None,
        source: str | None = None,
        section: str | None = None,
        limit: int = 20,
        cursor: str | None = None,
    ) -> SearchPage:
        """Return one page of hits. Raises DataError for an unusable query."""
        return self._connection.call(
            "GET",
            "/v1/search",
            SearchPage,
            parameters={
                "q": query,
                "mode": mode,
                "band": band,
                "source": source,
                "section": section,
                "limit": limit,
                "cursor": cursor,
            },
        )

    def close(self) -> None:
        """Release the connections."""
        self._connection.close()


def _chunks(items: Sequence[Item], size: int) -> Iterator[tuple[Item, ...]]:
    for start in range(0, len(items), size):
        yield tuple(items[start : start + size])
