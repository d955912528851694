"""Which pairs of many articles are copies, and which tell one event, without comparing all with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import combinations, pairwise

import numpy as np

from imfact.pipeline.group.clusters import Pair
from imfact.pipeline.group.copies import is_copy
from imfact.pipeline.group.stories import event_score, likely_pairs
from imfact.pipeline.group.telling import Telling, Vectors, read_words

# The words of so many articles are held at once, some 100 kB each.
_WORDS_HELD = 1_024
# More than that share a band for a wire text or for boilerplate; all pairs of them would be too many.
_BAND_LIMIT = 200


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
    near = _near(ordered)
    asked = near | _same_bands(ordered) | _same_groups(ordered)

    @lru_cache(maxsize=_WORDS_HELD)
    def telling(place: int) -> Telling:
        one = ordered[place]
        return Telling(read_words(one.title, one.body), one.vectors, one.published_at)

    copies: set[Pair] = set()
    events: dict[Pair, float] = {}
    for one, other in sorted(asked, key=_by_block):
        pair = _pair(ordered[one].url_hash, ordered[other].url_hash)
        if is_copy(telling(one), telling(other)):
            copies.add(pair)
        elif (one, other) in near and (score := event_score(telling(one), telling(other))) > 0:
            events[pair] = score
    return Pairs(frozenset(copies), events)


Places = tuple[int, int]
"""Two places in the order of publication, the earlier first."""


def _by_block(places: Places) -> tuple[int, int, int, int]:
    """Return what orders pairs block against block, so that words are seldom read again.

    While a block goes through the others, its own words and those of two more are held.
    """
    one, other = places
    block = max(_WORDS_HELD // 3, 1)
    return one // block, other // block, one, other


def _near(ordered: Sequence[Candidate]) -> set[Places]:
    places = [place for place, one in enumerate(ordered) if one.vectors is not None]
    if not places:
        return set()
    vectors = [one.vectors for one in ordered if one.vectors is not None]
    found = likely_pairs(
        np.stack([one.article for one in vectors]),
        np.stack([one.title for one in vectors]),
        [ordered[place].published_at for place in places],
    )
    return {(places[one], places[other]) for one, other in found}


def _same_bands(ordered: Sequence[Candidate]) -> set[Places]:
    return _within((band, place) for place, one in enumerate(ordered) for band in one.bands)


def _same_groups(ordered: Sequence[Candidate]) -> set[Places]:
    return _within(
        (one.copy_group, place) for place, one in enumerate(ordered) if one.copy_group is not None
    )


def _within(keyed: Iterable[tuple[object, int]]) -> set[Places]:
    by_key: dict[object, list[int]] = defaultdict(list)
    for key, place in keyed:
        by_key[key].append(place)
    return set(_pairs(by_key.values()))


def _pairs(groups: Iterable[list[int]]) -> Iterator[Places]:
    """Yield all pairs of each list; of a very long one each with the first and with its neighbour."""
    for places in groups:
        if len(places) <= _BAND_LIMIT:
            yield from combinations(places, 2)
        else:
            yield from ((places[0], place) for place in places[1:])
            yield from pairwise(places)


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
