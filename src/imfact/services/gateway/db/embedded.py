"""A real PostgreSQL out of a wheel, one a data folder; not for servers that somebody else runs.

Whoever uses the folder's server holds a shared lock on ``users``; the last one to let go stops it.
The kernel drops the locks of a process that was killed, so the count is never wrong. What the
server itself left behind when it was killed is told from a living one by connecting to it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
import structlog

from imfact.kit.errors import ConfigError
from imfact.services.gateway.db.database import DatabaseUnavailable
from imfact.services.gateway.db.postmaster import end_leftovers, read_postmaster
from imfact.services.gateway.db.server_user import (
    ProgramFailed,
    hand_over,
    let_walk_to,
    run_program,
)

DATABASE_NAME = "imfact"
ROLE = "postgres"
# Longest path of a socket on Linux (108) and macOS (104), less the file's own name.
_MAX_SOCKET_FOLDER = 80

_log = structlog.get_logger(__name__)


class EmbeddedServer:
    """The server of one data folder as one user of it sees it; made by ``start``."""

    def __init__(self, folder: Path, users: IO[str], socket_folder: Path) -> None:
        self._folder = folder
        self._users = users
        self.url = server_url(socket_folder)

    @classmethod
    def start(
        cls, folder: Path, *, wait_seconds: float = 60.0, durable: bool = True
    ) -> EmbeddedServer:
        """Start the folder's server, or attach to the one that runs.

        Args:
            folder: Made if it does not exist.
            wait_seconds: How long to try; recovery after a crash takes its time.
            durable: False lets go of the disk's guarantees, for tests only.

        Raises:
            ConfigError: the wheel is not installed, or the folder cannot be used.
            DatabaseUnavailable: the server does not come up.
        """
        folder = folder.expanduser().resolve()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            users = (folder / "users").open("a")
        except OSError as exc:
            raise ConfigError(f"The database folder {folder} cannot be used: {exc}") from exc
        try:
            with _starting(folder):
                fcntl.flock(users, fcntl.LOCK_SH)
                socket_folder = _ensure_running(folder, wait_seconds, durable)
        except BaseException:
            users.close()
            raise
        return cls(folder, users, socket_folder)

    def release(self) -> None:
        """Let go of the server; it is stopped if nobody else uses it. Safe to call twice."""
        if self._users.closed:
            return
        with _starting(self._folder):
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # somebody else still uses it
            else:
                _stop(self._folder)
            self._users.close()


def stop(folder: Path) -> bool:
    """Stop the folder's server whoever uses it; return whether one was running."""
    folder = folder.expanduser().resolve()
    if not (folder / "data" / "PG_VERSION").exists():
        return False
    with _starting(folder):
        return _stop(folder)


def server_url(socket_folder: Path, database: str = DATABASE_NAME) -> str:
    """Return the URL of a database of the server whose socket lies in ``socket_folder``."""
    return f"postgresql://{ROLE}@/{database}?host={quote(str(socket_folder))}"


@contextmanager
def _starting(folder: Path) -> Iterator[None]:
    """Let one process at a time start or stop the server."""
    with (folder / "lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _ensure_running(folder: Path, wait_seconds: float, durable: bool) -> Path:
    data = folder / "data"
    _prepare(data)
    deadline = time.monotonic() + wait_seconds
    trouble = "it did not answer in time"
    while time.monotonic() < deadline:
        running = read_postmaster(data)
        try:
            if running is None or not running.is_alive(data):
                # Whatever the lock file says is stale: its process is gone or is somebody else's.
                (data / "postmaster.pid").unlink(missing_ok=True)
                _launch(data, durable)
            elif running.socket_folder is not None:
                _ensure_database(running.socket_folder)
                return running.socket_folder
        except (ProgramFailed, psycopg.OperationalError) as exc:
            trouble = str(exc).strip()
            _log.info("database_not_up_yet", folder=str(data), trouble=trouble)
        time.sleep(0.05)
    raise DatabaseUnavailable(
        f"The embedded PostgreSQL in {data} does not start: {trouble}", log=_last_words(data)
    )


def _prepare(data: Path) -> None:
    """Initialise the data folder; a half-made one (killed in the middle) is made anew."""
    if (data / "PG_VERSION").exists():
        return
    end_leftovers(data)
    with tempfile.TemporaryDirectory(dir=data.parent, prefix="init-") as workshop:
        made = Path(workshop) / "data"
        made.mkdir()
        hand_over(made)
        options = ["-U", ROLE, "--auth=trust", "--encoding=UTF8"]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        try:
            run_program("initdb", "-D", str(made), *options)
        except ProgramFailed as exc:
            raise ConfigError(f"The database folder cannot be made: {exc}") from exc
        if data.exists():
            _discard(data)
        made.rename(data)


def _discard(data: Path) -> None:
    """Move away a folder without PG_VERSION, if it is empty; anything else is not ours to delete."""
    try:
        data.rmdir()
    except OSError as exc:
        raise ConfigError(f"{data} holds something that is not a database; move it away.") from exc


def _launch(data: Path, durable: bool) -> None:
    socket_folder = _socket_folder(data)
    options = ["listen_addresses=", f"unix_socket_directories={socket_folder}", "timezone=UTC"]
    options += ["max_connections=100", "jit=off", "log_timezone=UTC"]
    if not durable:
        options += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
    joined = " ".join(f"-c {option}" for option in options)
    log = str(data / "postgres.log")
    let_walk_to(data)
    run_program("pg_ctl", "start", "-w", "-t", "30", "-s", "-D", str(data), "-l", log, "-o", joined)


def _stop(folder: Path) -> bool:
    data = folder / "data"
    running = read_postmaster(data)
    if running is None or not running.is_alive(data):
        return False
    let_walk_to(data)
    try:
        run_program("pg_ctl", "stop", "-w", "-t", "30", "-s", "-m", "fast", "-D", str(data))
    except ProgramFailed as exc:
        raise DatabaseUnavailable(
            f"The embedded PostgreSQL in {data} does not stop: {exc}"
        ) from exc
    if running.socket_folder not in (None, data):
        running.socket_folder.rmdir()
    return True


def _ensure_database(socket_folder: Path) -> None:
    url = server_url(socket_folder, "postgres")
    with psycopg.connect(url, connect_timeout=5, autocommit=True) as connection:
        known = connection.execute(
            "select 1 from pg_database where datname = %s", [DATABASE_NAME]
        ).fetchone()
        if known is None:
            connection.execute(f"create database {DATABASE_NAME}")


def _socket_folder(data: Path) -> Path:
    """Return the data folder (mode 0700), or where its path is too long one as private in /tmp."""
    if len(str(data).encode()) <= _MAX_SOCKET_FOLDER:
        return data
    name = hashlib.sha256(str(data).encode()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"imfact-pg-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), data.stat().st_uid):
        raise ConfigError(f"{folder} belongs to somebody else; use a shorter database folder.")
    hand_over(folder)
    return folder


def _last_words(data: Path) -> str:
    log = data / "postgres.log"
    return log.read_text(errors="replace")[-500:].strip() if log.exists() else ""
