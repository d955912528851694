"""Moves the database's schema between versions, one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from imfact.services.gateway.db.database import Database

# Any number of its own; see upserts.py for the other one.
_MIGRATION_LOCK = 0x1F_AC8


def upgrade(database: Database, version: str = "head") -> None:
    """Bring the schema forth to ``version``; nothing happens where it is there already."""
    with _migrating(database) as config:
        command.upgrade(config, version)


def downgrade(database: Database, version: str) -> None:
    """Bring the schema back to ``version``; ``base`` drops every table."""
    with _migrating(database) as config:
        command.downgrade(config, version)


def current_version(database: Database) -> str | None:
    """Return the schema's version, None where the database is empty."""
    with database.transaction() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_version() -> str:
    """Return the version that this code needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None  # noqa: S101 - the package always has versions
    return head


@contextmanager
def _migrating(database: Database) -> Iterator[Config]:
    with database.transaction() as connection:
        connection.execute(text("set local statement_timeout = 0"))
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        config = _config()
        config.attributes["connection"] = connection
        yield config


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
