"""Which pairs of many articles are copies, and which tell one event, without comparing all with all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from imfact.pipeline.group.candidates import Candidate, pairs_to_read
from imfact.pipeline.group.clusters import Pair
from imfact.pipeline.group.copies import is_copy
from imfact.pipeline.group.stories import event_score
from imfact.pipeline.group.telling import Telling, read_words

# The words of so many articles are held at once, some 100 kB each.
_WORDS_HELD = 1_024


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
        return Telling(read_words(one.title, one.body), one.vector, one.published_at)

    copies: set[Pair] = set()
    events: dict[Pair, float] = {}
    for one, other, near in pairs_to_read(ordered, max(_WORDS_HELD // 3, 1)):
        pair = _pair(ordered[one].url_hash, ordered[other].url_hash)
        if is_copy(telling(one), telling(other)):
            copies.add(pair)
        elif near and (score := event_score(telling(one), telling(other))) > 0:
            events[pair] = score
    return Pairs(frozenset(copies), events)


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
