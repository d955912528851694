"""Which rows are learned from and which are kept back: by event and by time, frozen by seed and hash."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from imfact.kit.hashing import sha256_hex

Numbers = npt.NDArray[np.int64]


def kept_back(groups: Numbers, dates: Sequence[str], share: float) -> npt.NDArray[np.bool_]:
    """Return which rows are kept back: the latest events, until they hold ``share`` of the rows.

    An event is as late as its latest row, and all its rows go together. Rows without a date count as
    the earliest.
    """
    latest: dict[int, str] = {}
    for group, date in zip(groups.tolist(), dates, strict=True):
        latest[group] = max(latest.get(group, ""), date)
    sizes = {
        int(group): int(count)
        for group, count in zip(*np.unique(groups, return_counts=True), strict=True)
    }
    wanted = share * len(groups)
    held: set[int] = set()
    rows = 0
    for group in sorted(latest, key=lambda one: (latest[one], one), reverse=True):
        if rows >= wanted:
            break
        held.add(group)
        rows += sizes[group]
    return np.isin(groups, sorted(held))


def folds(groups: Numbers, names: Sequence[str], count: int, seed: int) -> Numbers:
    """Return a fold number 0..count-1 a row; rows of one group share it.

    The fold hangs on the group's first name and the seed alone, so other rows may come and go.
    """
    first: dict[int, str] = {}
    for group, name in zip(groups.tolist(), names, strict=True):
        first[group] = min(first.get(group, name), name)
    number = {
        group: int(hashlib.sha256(f"{seed}:{name}".encode()).hexdigest(), 16) % count
        for group, name in first.items()
    }
    return np.array([number[group] for group in groups.tolist()], dtype=np.int64)


def split_digest(names: Sequence[str], parts: Sequence[int]) -> str:
    """Return the sha256 over (name, part) in the order of names: what a frozen split is known by."""
    lines = sorted(f"{name}\t{int(part)}" for name, part in zip(names, parts, strict=True))
    return sha256_hex("\n".join(lines).encode())
