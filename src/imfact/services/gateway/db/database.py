"""A connection pool to PostgreSQL whose failures are errors of ours; not for starting servers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolExhausted

from imfact.kit.errors import BackendUnavailable, ConflictError, ContractError

CONNECT_SECONDS = 5
STATEMENT_SECONDS = 15
# Endpoints run in a pool of 40 threads; beyond 20 at once they wait for a connection.
POOL_SIZE = 10
POOL_OVERFLOW = 10


class DatabaseUnavailable(BackendUnavailable):
    """PostgreSQL does not answer, or not in time."""

    code = "database_unavailable"


class Database:
    """A pool of connections; ``close`` gives back whatever was opened for it."""

    def __init__(self, url: str, on_close: Callable[[], None] | None = None) -> None:
        """Prepare the pool for a ``postgresql://`` URL; connects at first use only."""
        self._on_close = on_close
        self.engine: Engine = create_engine(
            url.replace("postgresql://", "postgresql+psycopg://", 1),
            pool_pre_ping=True,
            # Without it SQLAlchemy forgets how many rows an insert wrote.
            execution_options={"preserve_rowcount": True},
            pool_size=POOL_SIZE,
            max_overflow=POOL_OVERFLOW,
            pool_timeout=CONNECT_SECONDS,
            connect_args={
                "connect_timeout": CONNECT_SECONDS,
                "options": f"-c statement_timeout={STATEMENT_SECONDS}s -c timezone=UTC",
            },
        )

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a connection in one transaction: committed at the end, rolled back on an error.

        Raises:
            DatabaseUnavailable: no connection, or it was lost.
            ContractError: a value that PostgreSQL cannot hold, such as U+0000.
            ConflictError: a constraint was broken by somebody else's concurrent write.
        """
        with translated(), self.engine.begin() as connection:
            yield connection

    def ping(self) -> None:
        """Raise DatabaseUnavailable unless the database answers."""
        with self.transaction() as connection:
            connection.execute(text("select 1"))

    def close(self) -> None:
        """Close the pool; an embedded server is stopped by its last user."""
        self.engine.dispose()
        if self._on_close is not None:
            self._on_close()


@contextmanager
def translated() -> Iterator[None]:
    """Turn SQLAlchemy's errors into those of the house."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolExhausted) as exc:
        raise DatabaseUnavailable("The database does not answer.", cause=_first_line(exc)) from exc
    except DataError as exc:
        raise ContractError(
            "A value cannot be stored in the database.", cause=_first_line(exc)
        ) from exc
    except IntegrityError as exc:
        raise ConflictError(
            "Another write came first; read again.", cause=_first_line(exc)
        ) from exc
    except DBAPIError as exc:
        if not exc.connection_invalidated:
            raise
        raise DatabaseUnavailable(
            "The connection to the database was lost.", cause=_first_line(exc)
        ) from exc


def _first_line(exc: Exception) -> str:
    """Return the vendor's words without the statement and its values."""
    return str(getattr(exc, "orig", exc)).split("\n", 1)[0]
