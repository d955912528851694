"""Fixtures over a real PostgreSQL.

One embedded server a test process (an xdist worker has its own), in a folder of its own, without
the disk's guarantees. The schema is migrated once, into a template; every test that asks for
``database`` gets a fresh copy of it (about 50 ms), so tests never see each other's rows.
``gateway`` is batch's client over the internal application, in this process and over real ASGI.
"""

from __future__ import annotations

import logging
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import structlog

from imfact.clients.gateway import GatewayClient
from imfact.clients.transport import ServiceConnection, in_process_transport
from imfact.services.gateway.db import schema
from imfact.services.gateway.db.database import Database
from imfact.services.gateway.db.embedded import EmbeddedServer
from imfact.services.gateway.internal_app import create_internal_app

SERVICE_TOKEN = "a token of the tests"


@pytest.fixture(scope="session", autouse=True)
def quiet() -> None:
    """Failures provoked on purpose are not drawn in colour on the terminal."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedServer]:
    """A server with the newest schema in its database, which is the template of the others."""
    with tempfile.TemporaryDirectory(prefix="imfact-") as folder:
        server = EmbeddedServer.start(Path(folder), durable=False)
        try:
            template = Database(server.url)
            schema.upgrade(template)
            template.close()
            yield server
        finally:
            server.release()


@pytest.fixture
def empty_database(postgres: EmbeddedServer) -> Iterator[Database]:
    """A database without any table."""
    yield from _copy_of(postgres, "template0")


@pytest.fixture
def database(postgres: EmbeddedServer) -> Iterator[Database]:
    """A database with the newest schema and no rows."""
    yield from _copy_of(postgres, "imfact")


@pytest.fixture
def gateway(database: Database) -> Iterator[GatewayClient]:
    """Batch's client of the internal API over ``database``."""
    client = internal_client(database)
    yield client
    client.close()


def internal_client(database: Database, token: str = SERVICE_TOKEN) -> GatewayClient:
    transport = in_process_transport(create_internal_app(database, SERVICE_TOKEN))
    return GatewayClient(
        ServiceConnection(
            "http://gateway",
            setting="IMFACT_SERVICE_TOKEN",
            token=token,
            transport=transport,
            attempts=2,
            backoff_seconds=0.01,
        )
    )


def _copy_of(postgres: EmbeddedServer, template: str) -> Iterator[Database]:
    name = f"test_{uuid.uuid4().hex}"
    _administer(postgres, f"create database {name} template {template}")
    copy = Database(postgres.url.replace("/imfact?", f"/{name}?"))
    yield copy
    copy.close()
    _administer(postgres, f"drop database {name} with (force)")


def _administer(postgres: EmbeddedServer, statement: str) -> None:
    url = postgres.url.replace("/imfact?", "/postgres?")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())
