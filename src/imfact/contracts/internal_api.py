"""Bodies of the gateway's internal API, /internal/v1: how batch writes the single source of truth."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from imfact.contracts.article import CuratedArticle, Tombstone
from imfact.contracts.assessment import Assessment, Band, Summary
from imfact.contracts.exchange import ExportedArticle
from imfact.contracts.source import Source
from imfact.kit.ids import RUN_ID_PATTERN

_IN = ConfigDict(frozen=True, extra="forbid")
_OUT = ConfigDict(frozen=True)

UpsertOutcome = Literal["inserted", "revised", "updated", "unchanged", "tombstoned"]


class SourcesUpsert(BaseModel):
    """PUT /internal/v1/sources: make the table equal to the policy's sources (none is deleted)."""

    model_config = _IN

    sources: tuple[Source, ...]


class ArticleUpsert(BaseModel):
    """One article with the lake key of its curated record."""

    model_config = _IN

    article: CuratedArticle
    curated_key: str


class ArticlesUpsert(BaseModel):
    """PUT /internal/v1/articles; at most 500 a call, one transaction, idempotent.

    Sent again by the same run, an article has the outcome that it had the first time, so that a
    resumed run hands on what it handed on before.
    """

    model_config = _IN

    items: tuple[ArticleUpsert, ...] = Field(max_length=500)
    run_id: str | None = Field(default=None, pattern=RUN_ID_PATTERN)


class ArticleUpserted(BaseModel):
    """``revised``: headline or body changed; ``updated``: other fields did."""

    model_config = _OUT

    url_hash: str
    outcome: UpsertOutcome


class ArticlesUpserted(BaseModel):
    """One outcome an item, in the order sent."""

    model_config = _OUT

    items: tuple[ArticleUpserted, ...]


class HashesQuery(BaseModel):
    """Body of look-ups by url_hash or text_hash; at most 1,000."""

    model_config = _IN

    hashes: tuple[str, ...] = Field(max_length=1_000)


class EmbeddingRecord(BaseModel):
    """Where the vectors of one text lie."""

    model_config = _IN

    text_hash: str
    encoder_version: str
    part_key: str


class EmbeddingsUpsert(BaseModel):
    """PUT /internal/v1/embeddings; first writer wins, so vectors are made once a text."""

    model_config = _IN

    items: tuple[EmbeddingRecord, ...] = Field(max_length=1_000)


class EmbeddingsQuery(BaseModel):
    """POST /internal/v1/embeddings/find."""

    model_config = _IN

    encoder_version: str
    text_hashes: tuple[str, ...] = Field(max_length=1_000)


class EmbeddingsFound(BaseModel):
    """text_hash → parquet part key, for those that exist."""

    model_config = _OUT

    parts: dict[str, str]


class AssessmentUpsert(BaseModel):
    """One judged article; idempotent by (url_hash, text, model, encoder, policy version)."""

    model_config = _IN

    url_hash: str
    assessment: Assessment
    summary: Summary | None = None


class AssessmentsUpsert(BaseModel):
    """PUT /internal/v1/assessments."""

    model_config = _IN

    items: tuple[AssessmentUpsert, ...] = Field(max_length=500)


class StandingVerdict(BaseModel):
    """By which versions an article's verdict was made; all null where its present text has none."""

    model_config = ConfigDict(frozen=True, protected_namespaces=())

    url_hash: str
    source: str
    curated_key: str
    model_version: str | None
    encoder_version: str | None
    policy_version: str | None


class StandingVerdicts(BaseModel):
    """GET /internal/v1/assessments?after=: of all articles, by url_hash; ``next`` is the next ``after``."""

    model_config = _OUT

    items: tuple[StandingVerdict, ...]
    next: str | None = None


class Written(BaseModel):
    """How many rows a write changed."""

    model_config = _OUT

    written: int


class DocumentsQuery(HashesQuery):
    """POST /internal/v1/documents; without ``encoder_version`` the newest vectors are named."""

    encoder_version: str | None = None


class IndexDocument(BaseModel):
    """What the index stage needs of one article; its vector lies in ``part_key`` under ``text_hash``."""

    model_config = _OUT

    url_hash: str
    text_hash: str
    title: str
    body: str
    source: str
    section: str | None
    band: Band | None
    trust: int | None
    published_at: datetime
    part_key: str | None


class IndexDocuments(BaseModel):
    """POST /internal/v1/documents (by hashes) and GET /internal/v1/documents?after= (all, by url_hash).

    Articles whose rights forbid indexing are left out. ``next`` is the ``after`` of the next page.
    """

    model_config = _OUT

    items: tuple[IndexDocument, ...]
    next: str | None = None


class TombstonesPut(BaseModel):
    """PUT /internal/v1/tombstones; the articles are deleted in the same transaction, idempotent."""

    model_config = _IN

    items: tuple[Tombstone, ...] = Field(max_length=500)


class TombstonesAnswer(BaseModel):
    """GET /internal/v1/tombstones: all of them, in order of url_hash."""

    model_config = _OUT

    items: tuple[Tombstone, ...]


class TextsQuery(HashesQuery):
    """POST /internal/v1/articles/texts-in-use; articles of ``but_not`` are left out."""

    but_not: tuple[str, ...] = Field(default=(), max_length=500)


class TextsInUse(BaseModel):
    """Those of the text hashes that some article has, or had in an earlier revision."""

    model_config = _OUT

    text_hashes: tuple[str, ...]


class OutboxItem(BaseModel):
    """An article whose search document changed, or went; ids grow with the order of the changes."""

    model_config = _OUT

    id: int
    url_hash: str


class OutboxPage(BaseModel):
    """GET /internal/v1/outbox: changes behind an id, and the ids of the first and last one kept.

    Both are 0 where there never was a change. Every change up to ``highest`` is visible to whoever
    reads documents after this answer.
    """

    model_config = _OUT

    items: tuple[OutboxItem, ...]
    lowest: int
    highest: int


class ExportedArticles(BaseModel):
    """GET /internal/v1/articles?after=: articles that may be exported, by url_hash; ``next`` is the next ``after``."""

    model_config = _OUT

    items: tuple[ExportedArticle, ...]
    next: str | None = None
