"""The check that both engines share: the vector of a document."""

from __future__ import annotations

import math
from collections.abc import Sequence

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
