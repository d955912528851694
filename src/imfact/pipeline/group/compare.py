"""Which pairs of many articles are copies, and which tell one event, without comparing all with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from imfact.pipeline.group.clusters import Pair
from imfact.pipeline.group.copies import is_copy
from imfact.pipeline.group.stories import event_score, likely_pairs
from imfact.pipeline.group.telling import Telling, Vectors, read_words

# The words of so many articles are held at once, some 100 kB each.
_WORDS_HELD = 1_024
# More than that share a band for a wire text or for boilerplate; all pairs of them would be too many.
_BAND_LIMIT = 200
# Pairs that are Python objects at one time.
_YIELDED = 100_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article with everything that pairs are found by."""

    url_hash: str
    title: str
    body: str
    published_at: datetime
    copy_group: str | None
    bands: tuple[int, ...]
    vectors: Vectors | None


@dataclass(frozen=True, slots=True)
class Pairs:
    """What was found: pairs of copies, and pairs that tell one event with their scores."""

    copies: frozenset[Pair]
    events: Mapping[Pair, float]


def compare(candidates: Sequence[Candidate]) -> Pairs:
    """Return the pairs among ``candidates``; a pair of copies is no pair of tellings."""
    ordered = sorted(candidates, key=lambda candidate: (candidate.published_at, candidate.url_hash))

    @lru_cache(maxsize=_WORDS_HELD)
    def telling(place: int) -> Telling:
        one = ordered[place]
        return Telling(read_words(one.title, one.body), one.vectors, one.published_at)

    copies: set[Pair] = set()
    events: dict[Pair, float] = {}
    for one, other, near in _asked(ordered):
        pair = _pair(ordered[one].url_hash, ordered[other].url_hash)
        if is_copy(telling(one), telling(other)):
            copies.add(pair)
        elif near and (score := event_score(telling(one), telling(other))) > 0:
            events[pair] = score
    return Pairs(frozenset(copies), events)


Places = npt.NDArray[np.int64]
"""Rows of two places in the order of publication, the earlier first. A week of news has millions of them."""


def _asked(ordered: Sequence[Candidate]) -> Iterator[tuple[int, int, bool]]:
    """Yield the places of each pair to compare, and whether its vectors are near, block against block.

    In that order words are seldom read again: while a block goes through the others, its own words and
    those of two more are held.
    """
    size = len(ordered)
    near = _coded(_near(ordered), size)
    asked = np.union1d(
        near, np.union1d(_coded(_same_bands(ordered), size), _coded(_same_groups(ordered), size))
    )
    one, other = np.divmod(asked, max(size, 1))
    block = max(_WORDS_HELD // 3, 1)
    order = np.lexsort((other, one, other // block, one // block))
    close = np.isin(asked, near, assume_unique=True)
    for start in range(0, len(order), _YIELDED):
        part = order[start : start + _YIELDED]
        yield from zip(one[part].tolist(), other[part].tolist(), close[part].tolist(), strict=True)


def _coded(places: Places, size: int) -> npt.NDArray[np.int64]:
    """Return one number a pair, ascending, each once."""
    return np.unique(places[:, 0] * size + places[:, 1])


def _near(ordered: Sequence[Candidate]) -> Places:
    held = [place for place, one in enumerate(ordered) if one.vectors is not None]
    if not held:
        return np.empty((0, 2), dtype=np.int64)
    vectors = [one.vectors for one in ordered if one.vectors is not None]
    found = likely_pairs(
        np.stack([one.article for one in vectors]),
        np.stack([one.title for one in vectors]),
        [ordered[place].published_at for place in held],
    )
    return np.array(held, dtype=np.int64)[found]


def _same_bands(ordered: Sequence[Candidate]) -> Places:
    return _within((band, place) for place, one in enumerate(ordered) for band in one.bands)


def _same_groups(ordered: Sequence[Candidate]) -> Places:
    return _within(
        (one.copy_group, place) for place, one in enumerate(ordered) if one.copy_group is not None
    )


def _within(keyed: Iterable[tuple[object, int]]) -> Places:
    """Return all pairs that share a key; of very many with one key each with the first and with its neighbour."""
    by_key: dict[object, list[int]] = defaultdict(list)
    for key, place in keyed:
        by_key[key].append(place)
    found = [np.empty((0, 2), dtype=np.int64)]
    for held in by_key.values():
        places = np.array(held, dtype=np.int64)
        if len(places) > _BAND_LIMIT:
            found.append(np.stack([np.full(len(places) - 1, places[0]), places[1:]], axis=1))
            found.append(np.stack([places[:-1], places[1:]], axis=1))
        elif len(places) > 1:
            found.append(places[np.stack(np.triu_indices(len(places), 1), axis=1)])
    return np.concatenate(found)


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
