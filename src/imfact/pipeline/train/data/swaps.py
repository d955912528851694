"""Headlines of another event under a text: random and hard swaps. Not for edited headlines."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

# Above this two headlines tell one event and a swap would still fit.
SAME_EVENT = 0.93
_HARDEST = 12
_CHUNK = 512


def hard_swaps(titles: Vectors, articles: Vectors, groups: Numbers, seed: int) -> Numbers:
    """Return for each row the row whose headline it is given: near in meaning, of another event.

    One of the twelve headlines nearest to the own text is drawn, those of the same event left out.
    Every headline is given away at most three times, so that no headline is known as a swapped one.

    Args:
        titles: Unit vectors of headlines, one a row.
        articles: Unit vectors of the texts.
        groups: The event of each row.
        seed: Draws.
    """
    generator = np.random.default_rng(seed)
    given = np.zeros(len(titles), dtype=np.int64)
    chosen = np.empty(len(titles), dtype=np.int64)
    for start in range(0, len(titles), _CHUNK):
        stop = min(start + _CHUNK, len(titles))
        near = articles[start:stop] @ titles.T
        alike = titles[start:stop] @ titles.T
        same = groups[start:stop, None] == groups[None, :]
        near[same | (alike > SAME_EVENT)] = -1.0
        order = np.argsort(-near, axis=1)[:, : _HARDEST * 4]
        for row in range(start, stop):
            free = [int(other) for other in order[row - start] if given[other] < 3][:_HARDEST]
            candidates = free or [int(order[row - start, 0])]
            chosen[row] = candidates[int(generator.integers(len(candidates)))]
            given[chosen[row]] += 1
    return chosen


def random_swaps(groups: Numbers, seed: int) -> Numbers:
    """Return for each row another row, of another event, each given away once where that is possible."""
    generator = np.random.default_rng(seed)
    order = generator.permutation(len(groups))
    chosen = np.empty(len(groups), dtype=np.int64)
    for place, row in enumerate(order):
        for step in range(1, len(order)):
            other = order[(place + step) % len(order)]
            if groups[other] != groups[row]:
                chosen[row] = other
                break
    return chosen
