"""What a PostgreSQL data folder says of the server that runs in it, and whether that is still true."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import psutil

# Lines of postmaster.pid, from 0: process id, data folder, start, port, socket folder.
_PID_LINE = 0
_SOCKET_LINE = 4


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A server as its lock file names it; ``socket_folder`` is None while it is starting."""

    pid: int
    socket_folder: Path | None

    def is_alive(self, data: Path) -> bool:
        """Return whether that process is a server of ``data``, not a stranger with its old number."""
        try:
            return _serves(psutil.Process(self.pid), data)
        except psutil.NoSuchProcess:
            return False


def read_postmaster(data: Path) -> Postmaster | None:
    """Return what the lock file says, None where there is none or nothing in it yet."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        pid = int(lines[_PID_LINE])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    socket = lines[_SOCKET_LINE].strip() if len(lines) > _SOCKET_LINE else ""
    return Postmaster(pid, Path(socket) if socket else None)


def end_leftovers(data: Path) -> None:
    """End servers of a data folder that was deleted under them; they would harm the next one's files."""
    ended = [process for process in psutil.process_iter() if _serves(process, data)]
    for process in ended:
        process.terminate()
    _, stubborn = psutil.wait_procs(ended, timeout=5)
    for process in stubborn:
        process.kill()


def _serves(process: psutil.Process, data: Path) -> bool:
    try:
        words = process.cmdline()
        return (
            process.status() != psutil.STATUS_ZOMBIE
            and len(words) > 2
            and Path(words[0]).name == "postgres"
            and words[1:3] == ["-D", str(data)]
        )
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False
