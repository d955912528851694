"""Lines of JSON files, plain or gzip, as text or as rows of a form."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from imfact.contracts.faults import first_fault
from imfact.kit.errors import DataError

Row = TypeVar("Row", bound=BaseModel)

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


def read_rows(path: Path, form: type[Row]) -> Iterator[Row]:
    """Yield each line that is not blank as a row.

    Raises:
        DataError: the file cannot be read, or a line has another form and is named.
    """
    for number, line in read_lines(path):
        try:
            yield form.model_validate_json(line)
        except ValidationError as exc:
            raise DataError(f"{path}, line {number}, {first_fault(exc)}.", path=str(path)) from exc
