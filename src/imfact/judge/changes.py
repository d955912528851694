"""What another policy would say of the same headlines: bands moved, and by how much. Pure; stores nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import get_args

from imfact.contracts.assessment import Assessment, Band
from imfact.judge.assess import Bench, Case, assess

BANDS: tuple[Band, ...] = get_args(Band)


@dataclass(frozen=True, slots=True)
class Shift:
    """One headline under two policies."""

    id: str
    title: str
    before: Assessment
    after: Assessment

    @property
    def size(self) -> float:
        """Say by how much the probability moves, either way."""
        return abs(self.after.p_clickbait - self.before.p_clickbait)


@dataclass(slots=True)
class Tally:
    """Counts of all headlines and the biggest shifts among them, in bounded memory."""

    keep: int
    """How many shifts are kept, those that change band first, then by size."""
    moves: Counter[tuple[Band, Band]] = field(default_factory=Counter)
    biggest: list[Shift] = field(default_factory=list)

    @property
    def judged(self) -> int:
        """Count the headlines."""
        return self.moves.total()

    @property
    def changed(self) -> int:
        """Count the headlines whose band changes."""
        return sum(count for (before, after), count in self.moves.items() if before != after)

    def add(self, shifts: Iterable[Shift]) -> None:
        """Take more headlines into account."""
        for shift in shifts:
            self.moves[shift.before.band, shift.after.band] += 1
            if shift.size > 0 or shift.before.band != shift.after.band:
                self.biggest.append(shift)
        self.biggest.sort(key=lambda s: (s.before.band == s.after.band, -s.size, s.id))
        del self.biggest[self.keep :]


def shifts_of(
    named: Sequence[tuple[str, Case]], before: Bench, after: Bench, moment: datetime
) -> list[Shift]:
    """Judge each case, given with its id, by both benches, without reasons."""
    return [
        Shift(
            name,
            case.title,
            assess(case, before, moment, reasons=False),
            assess(case, after, moment, reasons=False),
        )
        for name, case in named
    ]
