"""What a row of somebody else's file is told where a model refuses it."""

from __future__ import annotations

from pydantic import ValidationError


def first_fault(error: ValidationError, whole: str = "row") -> str:
    """Return the first fault as ``place: what is wrong``; the place is ``whole`` where it is no field."""
    fault = error.errors(include_url=False)[0]
    where = ".".join(map(str, fault["loc"])) or whole
    return f"{where}: {fault['msg']}"
