"""The first tables: sources, articles with revisions, assessments, summaries, embeddings, tombstones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_HASH = sa.String(32)
_MOMENT = TIMESTAMP(timezone=True)
_NEWEST: tuple[sa.ColumnElement[object], ...] = (
    sa.literal_column("sort_at DESC"),
    sa.literal_column("url_hash DESC"),
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "sources",
        sa.Column("slug", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text()),
        sa.Column("homepage", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("delay_seconds", sa.Double(), nullable=False),
        sa.Column("feeds", JSONB(), nullable=False),
        sa.Column("rights", JSONB(), nullable=False),
        _stamp("updated_at"),
    )
    _create_articles()
    op.create_table(
        "revisions",
        _article_key(primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("text_hash", _HASH, nullable=False),
        sa.Column("curated_key", sa.Text(), nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
    )
    _create_assessments()
    op.create_table(
        "summaries",
        _article_key(primary_key=True),
        sa.Column("text_hash", _HASH, primary_key=True),
        sa.Column("record", JSONB(), nullable=False),
        _stamp("created_at"),
    )
    op.create_table(
        "embeddings",
        sa.Column("text_hash", _HASH, primary_key=True),
        sa.Column("encoder_version", sa.Text(), primary_key=True),
        sa.Column("part_key", sa.Text(), nullable=False),
        _stamp("created_at"),
    )
    op.create_table(
        "tombstones",
        sa.Column("url_hash", _HASH, primary_key=True),
        sa.Column("reason", sa.Text(), nullable=False),
        _stamp("created_at"),
    )


def downgrade() -> None:
    """Drop the tables with everything in them."""
    op.drop_constraint("fk_articles_current_assessment", "articles", type_="foreignkey")
    for table in ("tombstones", "embeddings", "summaries", "assessments", "revisions"):
        op.drop_table(table)
    op.drop_table("articles")
    op.drop_table("sources")


def _create_articles() -> None:
    op.create_table(
        "articles",
        sa.Column("url_hash", _HASH, primary_key=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("canonical_url", sa.Text()),
        sa.Column("normalised_url", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), sa.ForeignKey("sources.slug"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author", sa.Text()),
        sa.Column("section", sa.Text()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("published_at", _MOMENT),
        sa.Column("published_precision", sa.Text()),
        sa.Column("modified_at", _MOMENT),
        sa.Column("fetched_at", _MOMENT, nullable=False),
        sa.Column("sort_at", _MOMENT, nullable=False),
        sa.Column("paywalled", sa.Boolean(), nullable=False),
        sa.Column("extraction", sa.Text(), nullable=False),
        sa.Column("text_hash", _HASH, nullable=False),
        sa.Column("raw_key", sa.Text(), nullable=False),
        sa.Column("curated_key", sa.Text(), nullable=False),
        sa.Column("rights", JSONB(), nullable=False),
        sa.Column("revision_count", sa.Integer(), nullable=False),
        sa.Column("current_assessment_id", sa.BigInteger()),
        sa.Column("band", sa.Text()),
        sa.Column("trust", sa.SmallInteger()),
        _stamp("created_at"),
        _stamp("updated_at"),
    )
    op.create_index("ix_articles_newest", "articles", _NEWEST)
    for column in ("source", "band", "section"):
        op.create_index(f"ix_articles_{column}", "articles", [column, *_NEWEST])
    op.create_index("ix_articles_least_trusted", "articles", ["trust", *_NEWEST])
    op.create_index("ix_articles_most_trusted", "articles", ["trust", "sort_at", "url_hash"])
    op.create_index("ix_articles_text_hash", "articles", ["text_hash"])


def _create_assessments() -> None:
    identity = ("url_hash", "text_hash", "model_version", "encoder_version", "policy_version")
    op.create_table(
        "assessments",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        _article_key(primary_key=False),
        sa.Column("text_hash", _HASH, nullable=False),
        sa.Column("model_version", sa.Text(), nullable=False),
        sa.Column("encoder_version", sa.Text(), nullable=False),
        sa.Column("policy_version", sa.Text(), nullable=False),
        sa.Column("p_clickbait", sa.Double(), nullable=False),
        sa.Column("interval_low", sa.Double()),
        sa.Column("interval_high", sa.Double()),
        sa.Column("band", sa.Text(), nullable=False),
        sa.Column("trust", sa.SmallInteger(), nullable=False),
        sa.Column("tactic", sa.Text()),
        sa.Column("record", JSONB(), nullable=False),
        sa.Column("judged_at", _MOMENT, nullable=False),
        sa.UniqueConstraint(*identity, name="uq_assessments_identity"),
    )
    # Articles and assessments point at each other, so this one comes when both are there.
    op.create_foreign_key(
        "fk_articles_current_assessment",
        "articles",
        "assessments",
        ["current_assessment_id"],
        ["id"],
    )


def _stamp(name: str) -> sa.Column[object]:
    return sa.Column(name, _MOMENT, server_default=sa.func.now(), nullable=False)


def _article_key(*, primary_key: bool) -> sa.Column[object]:
    owner = sa.ForeignKey("articles.url_hash", ondelete="CASCADE")
    return sa.Column("url_hash", _HASH, owner, primary_key=primary_key, nullable=False)
