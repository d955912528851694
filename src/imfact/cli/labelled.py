"""Reads labelled rows for `imfact model evaluate` and bare ones for `diff`; JSON lines, plain or gzip."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from imfact.judge.evaluation import LabelledHeadline
from imfact.pipeline.train.data.lines import read_rows


class HeadlineRow(BaseModel):
    """A headline with its lead or body."""

    model_config = ConfigDict(extra="ignore")

    title: str = Field(min_length=1)
    lead: str = ""
    body: str = ""

    @property
    def text(self) -> str:
        """What follows the headline."""
        return self.body or self.lead


class LabelledRow(HeadlineRow):
    """A headline with one reading (``score`` 0-3) or several (``mean`` in 0..1, ``clickbait``)."""

    score: float | None = None
    mean: float | None = None
    clickbait: bool | None = None

    @model_validator(mode="after")
    def _is_labelled(self) -> Self:
        if self.score is None and self.mean is None and self.clickbait is None:
            raise ValueError("it has none of score, mean and clickbait")
        return self

    def labelled(self) -> LabelledHeadline:
        """Return it with one label: what it is called, else a reading of at least 1, else half of them."""
        grade = self.mean if self.mean is not None else self.score
        if self.clickbait is not None:
            bait = self.clickbait
        elif self.score is not None:
            bait = self.score >= 1
        else:
            bait = (self.mean or 0.0) >= 0.5
        return LabelledHeadline(self.title, self.text, bait, grade)


class SignalRow(HeadlineRow):
    """A headline with its body; ``label`` 1 where the signal should speak, 0 where all is well."""

    label: bool

    @model_validator(mode="after")
    def _has_body(self) -> Self:
        if not self.text.strip():
            raise ValueError("it has no body, without which neither match nor coherence is judged")
        return self

    def labelled(self) -> LabelledHeadline:
        """Return it without a grade."""
        return LabelledHeadline(self.title, self.text, self.label, None)


def read_labelled(path: Path) -> list[LabelledHeadline]:
    """Return all rows. Raises DataError, which names the line."""
    return [row.labelled() for row in read_rows(path, LabelledRow)]


def read_signal(path: Path) -> list[LabelledHeadline]:
    """Return all rows of a file for match or coherence. Raises DataError, which names the line."""
    return [row.labelled() for row in read_rows(path, SignalRow)]


def read_bare(path: Path) -> list[HeadlineRow]:
    """Return all rows. Raises DataError, which names the line."""
    return list(read_rows(path, HeadlineRow))
