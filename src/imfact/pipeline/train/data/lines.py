"""Lines of JSON files, plain or gzip; what a line must hold is its reader's matter."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from imfact.kit.errors import DataError

_GZIP = b"\x1f\x8b"


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield number and text of each line that is not blank.

    Raises:
        DataError: the file cannot be read, breaks off or is not UTF-8.
    """
    try:
        with path.open("rb") as raw:
            opened = gzip.open if raw.read(2) == _GZIP else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, line
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as exc:
        raise DataError(f"{path} cannot be read as JSON lines: {exc}", path=str(path)) from exc
