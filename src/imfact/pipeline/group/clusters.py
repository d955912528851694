"""Copy groups and stories out of pairs; pure functions of sets, so that no order of arrival matters.

Both end in a fixed point: given their own result and nothing new, they return it unchanged. That is
what lets an interrupted run be done again.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

Pair = tuple[str, str]
"""Two url_hashes in ascending order."""

# Half of all pairs between two stories must be tellings of one event. One link would chain a week of
# developments into one story; all of them would part the tellings that differ most.
LINKED_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Member:
    """An article as it stands, with the story that it belongs to so far."""

    url_hash: str
    published_at: datetime
    story: str | None = None

    @property
    def age(self) -> tuple[datetime, str]:
        """What orders articles: the earlier one is the original, and begins a story."""
        return self.published_at, self.url_hash


def copy_groups(members: Sequence[Member], copies: Iterable[Pair]) -> dict[str, str]:
    """Return url_hash → url_hash of the earliest of all that are copies of each other, or of itself."""
    by_hash = {member.url_hash: member for member in members}
    sets = _Sets(by_hash, lambda key: by_hash[key].age)
    for one, other in copies:
        sets.unite(one, other)
    return {key: sets.first(key) for key in by_hash}


def stories(
    members: Sequence[Member], originals: Mapping[str, str], events: Mapping[Pair, float]
) -> dict[str, str | None]:
    """Return url_hash → identity of its story, None where nobody else tells it.

    A copy group counts as one telling. Stories that exist stay together and keep their identity; of
    two that turn out to be one the older identity stays. The age of a story is that of the article
    that began it, or of its earliest member where that one is gone.

    Args:
        members: All articles in question.
        originals: What :func:`copy_groups` returned for them.
        events: Pairs that tell one event, with a score by which the surest are joined first.
    """
    by_hash = {member.url_hash: member for member in members}
    clusters = _Clusters(by_hash, originals)
    clusters.link(events)
    clusters.merge()
    return clusters.names()


class _Clusters:
    """Sets of tellings that grow by average linkage; a telling is an original with its copies."""

    def __init__(self, members: Mapping[str, Member], originals: Mapping[str, str]) -> None:
        self._members = members
        self._originals = originals
        sets = _Sets(set(originals.values()), self._age)
        first_of: dict[str, str] = {}
        for key, member in members.items():
            if member.story is not None:
                sets.unite(originals[key], first_of.setdefault(member.story, originals[key]))
        self._of = {telling: sets.first(telling) for telling in set(originals.values())}
        # By the first telling of each.
        self._tellings: dict[str, set[str]] = defaultdict(set)
        for telling, first in self._of.items():
            self._tellings[first].add(telling)
        self._links: dict[str, dict[str, tuple[int, float]]] = defaultdict(dict)

    def link(self, events: Mapping[Pair, float]) -> None:
        """Count the linked pairs of tellings between clusters, and keep the surest score."""
        best: dict[Pair, float] = {}
        for (one, other), score in events.items():
            first, second = sorted((self._originals[one], self._originals[other]))
            if first != second:
                best[first, second] = max(score, best.get((first, second), score))
        for (first, second), score in best.items():
            self._add(self._of[first], self._of[second], 1, score)

    def merge(self) -> None:
        """Join the surest pair of clusters until no pair is linked enough."""
        queue = [
            self._entry(one, other)
            for one in self._links
            for other in self._links[one]
            if one < other
        ]
        heapq.heapify(queue)
        while queue:
            entry = heapq.heappop(queue)
            one, other = entry[2:]
            if other not in self._links.get(one, {}) or entry != self._entry(one, other):
                continue  # one of both has changed since; its newer entry is in the queue
            if -entry[0] < LINKED_SHARE:
                return  # the queue is in order of this share
            kept = self._join(one, other)
            for neighbour in self._links[kept]:
                heapq.heappush(queue, self._entry(*sorted((kept, neighbour))))

    def names(self) -> dict[str, str | None]:
        """Return the story of each article."""
        copies: dict[str, list[str]] = defaultdict(list)
        for key, original in self._originals.items():
            copies[original].append(key)
        found: dict[str, str | None] = {}
        for tellings in self._tellings.values():
            keys = [key for telling in tellings for key in copies[telling]]
            name = self._name(tellings, keys)
            found.update(dict.fromkeys(keys, name))
        return found

    def _name(self, tellings: set[str], keys: Sequence[str]) -> str | None:
        held: dict[str, list[Member]] = defaultdict(list)
        for key in keys:
            member = self._members[key]
            if member.story is not None:
                held[member.story].append(member)
        if held:
            return min(held, key=lambda name: (self._begun(name, held[name]), name))
        if len(tellings) < 2:
            return None
        return min(keys, key=self._age)

    def _begun(self, name: str, holders: Sequence[Member]) -> datetime:
        founder = self._members.get(name)
        return (founder or min(holders, key=lambda member: member.age)).published_at

    def _age(self, key: str) -> tuple[datetime, str]:
        return self._members[key].age

    def _entry(self, one: str, other: str) -> tuple[float, float, str, str]:
        count, score = self._links[one][other]
        pairs = len(self._tellings[one]) * len(self._tellings[other])
        return -count / pairs, -score, one, other

    def _add(self, one: str, other: str, count: int, score: float) -> None:
        if one == other:
            return
        before, best = self._links[one].get(other, (0, score))
        self._links[one][other] = self._links[other][one] = (before + count, max(best, score))

    def _join(self, one: str, other: str) -> str:
        kept, lost = sorted((one, other), key=self._age)
        self._tellings[kept] |= self._tellings.pop(lost)
        del self._links[kept][lost]
        for neighbour, (count, score) in self._links.pop(lost).items():
            if neighbour != kept:
                del self._links[neighbour][lost]
                self._add(kept, neighbour, count, score)
        return kept


class _Sets:
    """Disjoint sets of keys; each is known by its first key in the order of ``age``."""

    def __init__(self, keys: Iterable[str], age: Callable[[str], tuple[datetime, str]]) -> None:
        self._parent = {key: key for key in keys}
        self._age = age

    def first(self, key: str) -> str:
        """Return the first key of the set that ``key`` is in."""
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def unite(self, one: str, other: str) -> None:
        """Make the sets of both one."""
        first, second = sorted((self.first(one), self.first(other)), key=self._age)
        self._parent[second] = first
