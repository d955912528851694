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

    One of the twelve free headlines nearest to the own text is drawn, those of the same event left out.
    Every headline is given away once, so it is a swapped one as often as its text's own: were general
    headlines, which are near to much, given away more often, they would be told without any text.

    Args:
        titles: Unit vectors of headlines, one a row.
        articles: Unit vectors of the texts.
        groups: The event of each row.
        seed: Draws.
    """
    generator = np.random.default_rng(seed)
    free = np.ones(len(titles), dtype=bool)
    chosen = np.empty(len(titles), dtype=np.int64)
    # In a drawn order: whoever comes last finds the near ones gone.
    order = generator.permutation(len(titles))
    for start in range(0, len(order), _CHUNK):
        rows = order[start : start + _CHUNK]
        near = articles[rows] @ titles.T
        alike = titles[rows] @ titles.T
        same = groups[rows][:, None] == groups[None, :]
        near[same | (alike > SAME_EVENT)] = -np.inf
        for place, row in enumerate(rows):
            open_to = np.flatnonzero(free & np.isfinite(near[place]))
            if len(open_to) == 0:  # only its own event is left: one is given away twice
                open_to = np.flatnonzero(groups != groups[row])
            likely = open_to[np.argsort(-near[place, open_to], kind="stable")[:_HARDEST]]
            chosen[row] = likely[int(generator.integers(len(likely)))]
            free[chosen[row]] = False
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
