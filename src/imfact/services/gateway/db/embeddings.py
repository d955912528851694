"""Where vectors lie: written once a text and encoder version."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from imfact.contracts.internal_api import EmbeddingRecord
from imfact.services.gateway.db.models import EmbeddingRow


def put(connection: Connection, items: Sequence[EmbeddingRecord]) -> int:
    """Write what is new; return how many that were."""
    if not items:
        return 0
    statement = insert(EmbeddingRow).on_conflict_do_nothing()
    return connection.execute(statement, [item.model_dump() for item in items]).rowcount


def find(
    connection: Connection, encoder_version: str, text_hashes: Sequence[str]
) -> dict[str, str]:
    """Return text_hash → part key, for those that exist."""
    query = select(EmbeddingRow.text_hash, EmbeddingRow.part_key).where(
        EmbeddingRow.encoder_version == encoder_version, EmbeddingRow.text_hash.in_(text_hashes)
    )
    return {row.text_hash: row.part_key for row in connection.execute(query)}
