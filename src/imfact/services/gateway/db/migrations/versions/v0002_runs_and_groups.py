"""Which run changed an article and how; copy groups and stories; the outbox of the indices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_HASH = sa.String(32)


def upgrade() -> None:
    """Add columns and the outbox."""
    op.add_column("articles", sa.Column("changed_by", sa.Text()))
    op.add_column("articles", sa.Column("change", sa.Text()))
    op.add_column("articles", sa.Column("copy_group", _HASH))
    op.add_column("articles", sa.Column("story", _HASH))
    op.create_index("ix_articles_copy_group", "articles", ["copy_group"])
    op.create_index("ix_articles_story", "articles", ["story"])
    op.create_table(
        "index_outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("url_hash", _HASH, nullable=False),
        sa.Column(
            "created_at", TIMESTAMP(timezone=True), server_default=sa.func.now(), nullable=False
        ),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("index_outbox")
    op.drop_index("ix_articles_story", "articles")
    op.drop_index("ix_articles_copy_group", "articles")
    for column in ("story", "copy_group", "change", "changed_by"):
        op.drop_column("articles", column)
