"""Checks that both engines share: the vector of a document, and the checksum of an index."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from imfact.kit.errors import ContractError

DIMENSIONS = 384


def checked_vector(vector: Sequence[float]) -> list[float]:
    """Return ``vector`` as a list if a cosine to it exists. Raises ContractError."""
    values = list(vector)
    if len(values) != DIMENSIONS:
        raise ContractError(f"A vector has {DIMENSIONS} numbers.", numbers=len(values))
    length = math.hypot(*values)
    if not math.isfinite(length) or length == 0.0:
        raise ContractError("A vector must be finite and not all zero.")
    return values


def checksum(url_hashes: Iterable[str]) -> str:
    """Return a checksum of a set of url_hashes that does not depend on their order.

    A sum, not an exclusive or: an entry that is there twice must not cancel itself out.
    """
    return f"{sum(int(each, 16) for each in url_hashes) % 2**128:032x}"
