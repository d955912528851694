"""What Alembic executes for a migration: on the connection it was handed, in its transaction."""

from __future__ import annotations

from alembic import context

from imfact.services.gateway.db.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
)
context.run_migrations()
