"""Migrations go up, down and up, and end where the models say."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from imfact.services.gateway.db import schema
from imfact.services.gateway.db.models import Base


def tables(database):
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_up_down_up(empty_database):
    assert schema.current_version(empty_database) is None
    schema.upgrade(empty_database)
    assert schema.current_version(empty_database) == schema.newest_version()
    assert tables(empty_database) == set(Base.metadata.tables)
    schema.downgrade(empty_database, "base")
    assert tables(empty_database) == set()
    schema.upgrade(empty_database)
    schema.upgrade(empty_database)
    assert tables(empty_database) == set(Base.metadata.tables)


def test_the_migrations_end_where_the_models_say(database):
    with database.transaction() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_two_processes_may_migrate_at_once(empty_database):
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(schema.upgrade, [empty_database] * 2))
    assert tables(empty_database) == set(Base.metadata.tables)
