"""Bands of texts, by which copies are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_HASH = sa.String(32)


def upgrade() -> None:
    """Add the table and an index over single bands."""
    op.create_table(
        "signatures",
        sa.Column(
            "url_hash",
            _HASH,
            sa.ForeignKey("articles.url_hash", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("text_hash", _HASH, nullable=False),
        sa.Column("bands", ARRAY(sa.Integer()), nullable=False),
    )
    op.create_index("ix_signatures_bands", "signatures", ["bands"], postgresql_using="gin")


def downgrade() -> None:
    """Drop it."""
    op.drop_table("signatures")
