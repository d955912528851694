"""What another model changes: bands that flip, headline by headline. Pure; runs no model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from imfact.contracts.assessment import Band


@dataclass(frozen=True, slots=True)
class Compared:
    """One headline judged by two versions."""

    name: str
    """The headline, or its url_hash where the text is not at hand."""
    before_p: float
    before: Band
    after_p: float
    after: Band

    @property
    def flipped(self) -> bool:
        """Whether the band changes."""
        return self.before != self.after

    @property
    def moved(self) -> float:
        """By how much the probability changes, without its sign."""
        return abs(self.after_p - self.before_p)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of them: how many went from which band to which, and the flips, largest move first."""

    rows: int
    moves: dict[tuple[Band, Band], int]
    flips: Sequence[Compared]
    mean_moved: float


def compare(rows: Iterable[Compared]) -> Comparison:
    """Return the comparison of ``rows``."""
    every = list(rows)
    flips = sorted((row for row in every if row.flipped), key=lambda row: -row.moved)
    return Comparison(
        rows=len(every),
        moves=dict(Counter((row.before, row.after) for row in every)),
        flips=flips,
        mean_moved=sum(row.moved for row in every) / len(every) if every else 0.0,
    )
