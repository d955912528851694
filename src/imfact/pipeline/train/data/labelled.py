"""Labelled headlines as `imfact train` takes them: one reading each."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from imfact.contracts.assessment import Tactic
from imfact.kit.errors import DataError
from imfact.pipeline.train.data.lines import read_rows


class LabelledRow(BaseModel):
    """One line of the file."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)

    id: str
    title: str = Field(min_length=1)
    lead: str | None
    """Empty or null where the article has none."""
    score: int = Field(ge=0, le=3)
    tactic: Tactic | Literal["none"] | None = None
    source: str | None = None
    pool: str | None = None

    @property
    def mark(self) -> tuple[int, str | None]:
        """The reading: score, and tactic where one was named."""
        return self.score, None if self.tactic == "none" else self.tactic


def read_labelled(path: Path) -> list[LabelledRow]:
    """Return the rows of a file of JSON lines, plain or gzip.

    Raises:
        DataError: a line has another form and is named, or the rows are all bait or all honest.
    """
    rows = list(read_rows(path, LabelledRow))
    bait = sum(row.score >= 1 for row in rows)
    if not 0 < bait < len(rows):
        raise DataError(
            f"{path} holds {bait} baiting headlines among {len(rows)}; both kinds are needed.",
            path=str(path),
        )
    return rows
