"""Arguments that are text and not the name of a file, refused where they are none."""

from __future__ import annotations

from imfact.kit.errors import DataError


def as_text(value: str | None) -> str | None:
    """Return ``value``. Raises DataError where it came in bytes that the terminal's encoding lacks.

    Python hands such bytes on as halves of surrogate pairs, which no file and no service takes.
    """
    try:
        (value or "").encode("utf-8")
    except UnicodeEncodeError as exc:
        raise DataError("What was typed is not text in the terminal's encoding (UTF-8).") from exc
    return value
