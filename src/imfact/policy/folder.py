"""A policy as a folder on disk, where people edit it; not for the bucket's versions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from imfact.kit.errors import ConfigError
from imfact.policy import names
from imfact.policy.checks import Checked, check, digest

# A config bucket on the local disk holds these beside the files that people edit.
_NOT_READ = (names.VERSIONS, Path(names.POINTER_KEY).parts[0])


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return every file below ``folder``, name → bytes; hidden files and stored versions are passed over.

    Raises:
        ConfigError: there is no such folder, or a file cannot be read.
    """
    if not folder.is_dir():
        raise ConfigError(f"There is no folder {folder}; name one that holds a policy.")
    found: dict[str, bytes] = {}
    try:
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            hidden = any(part.startswith(".") for part in parts)
            if path.is_file() and not hidden and parts[0] not in _NOT_READ:
                found["/".join(parts)] = path.read_bytes()
    except OSError as exc:
        raise ConfigError(f"{exc.filename} cannot be read: {exc.strerror}.") from exc
    return found


def check_folder(folder: Path) -> tuple[dict[str, bytes], Checked]:
    """Return the files of ``folder`` that a version is made of, and what all its files say."""
    files = read_folder(folder)
    mine = versioned(files)
    return mine, check(files, f"candidate-{digest(mine)[:12]}")


def versioned(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return those of ``files`` that a version is made of; live files stay where they are."""
    return {name: data for name, data in files.items() if names.is_versioned(name)}


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write ``files`` below ``folder``, which must be empty or not exist.

    Raises:
        ConfigError: it holds something, or cannot be written.
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            raise ConfigError(f"{folder} is not empty; name a new folder.")
        for name, data in files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    except OSError as exc:
        raise ConfigError(f"{exc.filename} cannot be written: {exc.strerror}.") from exc
