"""Writing objects that are never overwritten: equal content writes nothing, other content a new number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from imfact.store.objects import ObjectStore

_MOST_VERSIONS = 10_000


@dataclass(frozen=True, slots=True)
class Placed:
    """Where content lies; ``written`` is False where it was there already."""

    key: str
    number: int
    written: bool


def place(
    store: ObjectStore,
    key_of: Callable[[int], str],
    data: bytes,
    same: Callable[[bytes], bool] | None = None,
) -> Placed:
    """Put ``data`` under the first free number unless an earlier number holds the same.

    Args:
        store: The lake.
        key_of: Gives the key of a number, 0 first.
        data: What to write.
        same: Says whether existing bytes mean the same; byte equality where None.

    Two writers may race: the loser sees the winner's object and compares again.
    """
    is_same = same or (lambda existing: existing == data)
    for number in range(_MOST_VERSIONS):
        key = key_of(number)
        if not store.exists(key) and store.put_if_absent(key, data):
            return Placed(key, number, written=True)
        if is_same(store.get(key)):
            return Placed(key, number, written=False)
    raise RuntimeError(f"more than {_MOST_VERSIONS} versions of {key_of(0)}")
