"""The tables, as SQLAlchemy models; what they hold is said in contracts, how in migrations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# Any: JSON as the contracts' models write it; it is always read back through them.
Json = dict[str, Any]


class Base(DeclarativeBase):
    """Moments are timestamptz, structures jsonb, and what has no limit is text."""

    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads a plain dict here
        datetime: TIMESTAMP(timezone=True),
        Json: JSONB,
        list[Any]: JSONB,
        str: Text,
        bool: Boolean,
        float: Double,
    }


Hash = String(32)
_NOW = func.now()


class SourceRow(Base):
    """An outlet; equal to the policy's sources."""

    __tablename__ = "sources"

    slug: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str | None]
    homepage: Mapped[str]
    language: Mapped[str]
    delay_seconds: Mapped[float]
    feeds: Mapped[list[Any]]
    rights: Mapped[Json]
    updated_at: Mapped[datetime] = mapped_column(server_default=_NOW)


class ArticleRow(Base):
    """The newest state of an article; band, trust and revision_count repeat what other tables say."""

    __tablename__ = "articles"

    url_hash: Mapped[str] = mapped_column(Hash, primary_key=True)
    url: Mapped[str]
    canonical_url: Mapped[str | None]
    normalised_url: Mapped[str]
    source: Mapped[str] = mapped_column(ForeignKey("sources.slug"))
    title: Mapped[str]
    body: Mapped[str]
    author: Mapped[str | None]
    section: Mapped[str | None]
    language: Mapped[str]
    published_at: Mapped[datetime | None]
    published_precision: Mapped[str | None]
    modified_at: Mapped[datetime | None]
    fetched_at: Mapped[datetime]
    sort_at: Mapped[datetime] = mapped_column()
    paywalled: Mapped[bool]
    extraction: Mapped[str]
    text_hash: Mapped[str] = mapped_column(Hash)
    raw_key: Mapped[str]
    curated_key: Mapped[str]
    rights: Mapped[Json]
    revision_count: Mapped[int] = mapped_column(Integer)
    current_assessment_id: Mapped[int | None] = mapped_column(
        ForeignKey("assessments.id", use_alter=True, name="fk_articles_current_assessment")
    )
    band: Mapped[str | None]
    trust: Mapped[int | None] = mapped_column(SmallInteger)
    changed_by: Mapped[str | None] = mapped_column()
    """The run that last changed what readers see."""
    change: Mapped[str | None] = mapped_column()
    """How it did: inserted, revised or updated."""
    copy_group: Mapped[str | None] = mapped_column(Hash)
    """url_hash of the original that this text is a copy of, or of itself where it has copies."""
    story: Mapped[str | None] = mapped_column(Hash)
    """Identity of the event that it tells with others: url_hash of the article that began it."""
    created_at: Mapped[datetime] = mapped_column(server_default=_NOW)
    updated_at: Mapped[datetime] = mapped_column(server_default=_NOW)

    __table_args__ = (
        Index("ix_articles_copy_group", "copy_group"),
        Index("ix_articles_story", "story"),
        Index("ix_articles_newest", sort_at.desc(), url_hash.desc()),
        Index("ix_articles_source", "source", sort_at.desc(), url_hash.desc()),
        Index("ix_articles_band", "band", sort_at.desc(), url_hash.desc()),
        Index("ix_articles_section", "section", sort_at.desc(), url_hash.desc()),
        Index("ix_articles_least_trusted", "trust", sort_at.desc(), url_hash.desc()),
        Index("ix_articles_most_trusted", "trust", "sort_at", "url_hash"),
        Index("ix_articles_text_hash", "text_hash"),
    )


class RevisionRow(Base):
    """One state of headline and body, numbered from 1; the last one is what the article holds."""

    __tablename__ = "revisions"

    url_hash: Mapped[str] = mapped_column(
        Hash, ForeignKey("articles.url_hash", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    title: Mapped[str]
    body: Mapped[str]
    text_hash: Mapped[str] = mapped_column(Hash)
    curated_key: Mapped[str]
    seen_at: Mapped[datetime]


class AssessmentRow(Base):
    """A verdict on one text by one set of versions; earlier ones stay."""

    __tablename__ = "assessments"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    url_hash: Mapped[str] = mapped_column(Hash, ForeignKey("articles.url_hash", ondelete="CASCADE"))
    text_hash: Mapped[str] = mapped_column(Hash)
    model_version: Mapped[str]
    encoder_version: Mapped[str]
    policy_version: Mapped[str]
    p_clickbait: Mapped[float]
    interval_low: Mapped[float | None]
    interval_high: Mapped[float | None]
    band: Mapped[str]
    trust: Mapped[int] = mapped_column(SmallInteger)
    tactic: Mapped[str | None]
    record: Mapped[Json]
    judged_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint(
            "url_hash",
            "text_hash",
            "model_version",
            "encoder_version",
            "policy_version",
            name="uq_assessments_identity",
        ),
    )


class SummaryRow(Base):
    """The summary of one text of an article."""

    __tablename__ = "summaries"

    url_hash: Mapped[str] = mapped_column(
        Hash, ForeignKey("articles.url_hash", ondelete="CASCADE"), primary_key=True
    )
    text_hash: Mapped[str] = mapped_column(Hash, primary_key=True)
    record: Mapped[Json]
    created_at: Mapped[datetime] = mapped_column(server_default=_NOW)


class EmbeddingRow(Base):
    """Where the vectors of a text lie; written once a text and encoder version."""

    __tablename__ = "embeddings"

    text_hash: Mapped[str] = mapped_column(Hash, primary_key=True)
    encoder_version: Mapped[str] = mapped_column(primary_key=True)
    part_key: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=_NOW)


class TombstoneRow(Base):
    """An article that was taken down and is refused ever after."""

    __tablename__ = "tombstones"

    url_hash: Mapped[str] = mapped_column(Hash, primary_key=True)
    reason: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=_NOW)


class IndexOutboxRow(Base):
    """An article whose search documents must be written anew; rows are never changed, only added and pruned."""

    __tablename__ = "index_outbox"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    url_hash: Mapped[str] = mapped_column(Hash)
    created_at: Mapped[datetime] = mapped_column(server_default=_NOW)


class SignatureRow(Base):
    """The MinHash bands of the text that an article has; equal bands make two texts worth comparing."""

    __tablename__ = "signatures"

    url_hash: Mapped[str] = mapped_column(
        Hash, ForeignKey("articles.url_hash", ondelete="CASCADE"), primary_key=True
    )
    text_hash: Mapped[str] = mapped_column(Hash)
    bands: Mapped[list[int]] = mapped_column(ARRAY(Integer))

    __table_args__ = (Index("ix_signatures_bands", "bands", postgresql_using="gin"),)
