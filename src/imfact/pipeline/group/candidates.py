"""Which pairs of many articles are worth reading: near ones, and those that share a band or a group.

A week of news has millions of pairs, so they are found block against block and never held at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from imfact.pipeline.group.stories import Floats, Rows, likely_pairs
from imfact.pipeline.group.telling import Row, opening_length

# More than that share a band for a wire text or for boilerplate; all pairs of them would be too many.
_BAND_LIMIT = 200

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article with everything that pairs are found by."""

    url_hash: str
    title: str
    body: str
    published_at: datetime
    copy_group: str | None
    bands: tuple[int, ...]
    vector: Row | None


def pairs_to_read(ordered: Sequence[Candidate], block: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the places of each pair to compare, the smaller first, and whether its vectors are near enough.

    In that order words are seldom read again: while a block goes through the others, its own words and
    those of two more are held.

    Args:
        ordered: Articles by moment of publication.
        block: How many are set against as many others at a time.
    """
    size = len(ordered)
    lengths = np.array([opening_length(one.body) for one in ordered], dtype=np.float64)
    width = next((len(one.vector) for one in ordered if one.vector is not None), 0)
    shared = _sharing(ordered)
    blocks = shared[:, 0] // block * size + shared[:, 1] // block
    shared = shared[np.argsort(blocks, kind="stable")]
    blocks.sort()
    for first in range(0, size, block):
        mine = _rows(ordered[first : first + block], lengths[first : first + block], width)
        for second in range(first, size, block):
            last = second + block
            theirs = _rows(ordered[second:last], lengths[second:last], width)
            near = likely_pairs(mine, theirs) + np.array([first, second])
            number = first // block * size + second // block
            low, high = np.searchsorted(blocks, [number, number + 1])
            near = _coded(near[near[:, 0] < near[:, 1]], size)
            asked = np.union1d(near, _coded(shared[low:high], size))
            one, other = np.divmod(asked, size)
            close = np.isin(asked, near, assume_unique=True)
            yield from zip(one.tolist(), other.tolist(), close.tolist(), strict=True)


def _rows(articles: Sequence[Candidate], lengths: Floats, width: int) -> Rows:
    """Return their vectors; one without is near to nothing."""
    none = np.zeros(width, dtype=np.float32)
    return Rows(
        np.stack([none if one.vector is None else one.vector for one in articles]),
        np.array([one.published_at.timestamp() for one in articles]),
        lengths,
    )


def _coded(places: Numbers, size: int) -> Numbers:
    """Return one number a pair."""
    return places[:, 0] * size + places[:, 1]


def _sharing(ordered: Sequence[Candidate]) -> Numbers:
    """Return the pairs that share a band or are in one copy group so far."""
    widths = [len(one.bands) for one in ordered]
    bands = np.fromiter((band for one in ordered for band in one.bands), np.int64, sum(widths))
    groups = [place for place, one in enumerate(ordered) if one.copy_group is not None]
    _, names = np.unique([str(ordered[place].copy_group) for place in groups], return_inverse=True)
    return np.concatenate(
        [
            _within(bands, np.repeat(np.arange(len(ordered)), widths)),
            _within(names.astype(np.int64), np.array(groups, dtype=np.int64)),
        ]
    )


def _within(keys: Numbers, places: Numbers) -> Numbers:
    """Return all pairs of places that share a key, the smaller first.

    Of very many with one key each comes with the first and with its neighbour.
    """
    order = np.lexsort((places, keys))
    edges = np.flatnonzero(np.diff(keys[order])) + 1
    starts, ends = np.append(0, edges), np.append(edges, len(order))
    several = ends - starts > 1
    found = [np.empty((0, 2), dtype=np.int64)]
    for start, end in zip(starts[several].tolist(), ends[several].tolist(), strict=True):
        held = places[order[start:end]]
        if len(held) > _BAND_LIMIT:
            found.append(np.stack([np.full(len(held) - 1, held[0]), held[1:]], axis=1))
            found.append(np.stack([held[:-1], held[1:]], axis=1))
        else:
            found.append(held[np.stack(np.triu_indices(len(held), 1), axis=1)])
    return np.concatenate(found)
