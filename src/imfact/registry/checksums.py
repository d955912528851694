"""``checksums.txt``: which bytes a version consists of, in the form of sha256sum."""

from __future__ import annotations

import re
from collections.abc import Mapping

from imfact.kit.errors import QualityError
from imfact.kit.hashing import sha256_hex

_LINE = re.compile(r"^([0-9a-f]{64})  (\S.*)$")


class ModelCorrupt(QualityError):
    """A file of a version is altered, missing or unreadable; the version is refused."""

    code = "model_corrupt"


def corrupt(what: str, key: str) -> ModelCorrupt:
    """Return the error for ``key`` that says what helps."""
    return ModelCorrupt(
        f"{what}: {key}. Run `imfact model install --repair` to put a bundled version back, "
        "`imfact model add FOLDER` for one of your own, or promote another version.",
        key=key,
    )


def render_checksums(files: Mapping[str, bytes]) -> str:
    """Return the text for a version's files, sorted by name."""
    return "".join(f"{sha256_hex(files[name])}  {name}\n" for name in sorted(files))


def parse_checksums(text: str, key: str) -> dict[str, str]:
    """Return file name → digest.

    Raises:
        ModelCorrupt: ``text``, read from ``key``, has another form or names no file.
    """
    found: dict[str, str] = {}
    for line in text.splitlines():
        match = _LINE.match(line)
        if match is None or ".." in match[2].split("/"):
            raise corrupt("The list of checksums is unreadable", key)
        found[match[2]] = match[1]
    if not found:
        raise corrupt("The list of checksums is empty", key)
    return found
