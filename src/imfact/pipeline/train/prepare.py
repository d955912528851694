"""Articles, labelled headlines and their vectors as training takes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from imfact.adapters.encoder.port import Encoder
from imfact.kit.hashing import sha256_hex
from imfact.pipeline.train.data.articles import TrainArticle, read_articles
from imfact.pipeline.train.data.labelled import read_labelled
from imfact.pipeline.train.data.readings import (
    Reading,
    ordinal_shares,
    require_agreement,
    tactic_number,
)
from imfact.pipeline.train.data.splits import folds
from imfact.pipeline.train.headlines import story_groups
from imfact.pipeline.train.tune.examples import Example

SEED = 20_261_124
FOLDS = 3
FIRST_READING_COUNTS = 2
"""The reading that came with a headline counts as so many: it was made by whoever labelled the rest of the data."""

Numbers = npt.NDArray[np.int64]
Split = tuple[Numbers, Numbers]
"""Places of the rows that are learned from, and of those that are asked for."""


@dataclass(frozen=True, slots=True)
class StyleRow:
    """One headline with its readings; ``fold`` is the same for all headlines of an event."""

    id: str
    title: str
    scores: tuple[int, ...]
    """Of the readings; where the headline came with one, that is the first."""
    tactics: tuple[str | None, ...]
    event: int
    """Number of its event among the rows."""
    fold: int
    source: str | None
    """Where the data says that the headline is from; empty where it does not say.

    None: it came with an article and was read anew."""

    def example(self) -> Example:
        """Return the row as the network is shown it."""
        return Example(self.title, ordinal_shares(self.counted), tactic_number(self.tactics))

    @property
    def counted(self) -> tuple[int, ...]:
        """The scores as often as each counts."""
        if self.source is None:
            return self.scores
        return self.scores[:1] * (FIRST_READING_COUNTS - 1) + self.scores

    @property
    def clickbait(self) -> int:
        """1 where at least half of the scores, as they count, are 1 or more."""
        return int(2 * sum(score >= 1 for score in self.counted) >= len(self.counted))


def style_rows(
    path: Path,
    articles: Sequence[TrainArticle],
    readings: dict[str, list[Reading]],
    encoder: Encoder,
    folder: Path,
) -> tuple[list[StyleRow], dict[str, float]]:
    """Return the labelled headlines with any further readings, and headlines of articles read anew.

    Beside them, how far each reader of ``readings`` agrees with the labelled headlines (kappa).

    Raises:
        DataError: a row of the file has another form.
        QualityError: a reader of ``readings`` does not agree with the labelled headlines.
    """
    labelled = read_labelled(path)
    found: list[tuple[str, str, list[tuple[int, str | None]]]] = [
        (row.id, row.title, [row.mark]) for row in labelled
    ]
    sources = {row.id: row.source or row.pool or "" for row in labelled}
    known = {name: marks[0][0] for name, _, marks in found}
    agreement = require_agreement(readings, known)
    found += [(a.id, a.title, []) for a in articles if a.id in readings and a.id not in known]
    for name, _, marks in found:
        marks += [(one.score, one.tactic) for one in readings.get(name, [])]
    titles = kept_vectors(folder / "titles.npz", [row[1] for row in found], encoder)
    groups = story_groups(titles)
    parts = folds(groups, [row[0] for row in found], FOLDS, SEED)
    rows = [
        StyleRow(
            name,
            title,
            tuple(m[0] for m in marks),
            tuple(m[1] for m in marks),
            int(event),
            int(part),
            sources.get(name),
        )
        for (name, title, marks), event, part in zip(found, groups, parts, strict=True)
    ]
    return rows, agreement


def event_splits(rows: Sequence[StyleRow]) -> list[Split]:
    """Return the folds: who learns of no headline of an event is asked for all of them."""
    fold = np.array([row.fold for row in rows])
    return [(np.flatnonzero(fold != one), np.flatnonzero(fold == one)) for one in range(FOLDS)]


def source_splits(rows: Sequence[StyleRow]) -> list[Split]:
    """Return a split a source: who learns of none of its headlines or events is asked for all of it.

    Sources that make up most of the rows are left in; where fewer than two are left out, none is.
    """
    events = np.array([row.event for row in rows])
    named = sorted({row.source for row in rows}, key=lambda name: (name is None, name or ""))
    splits = []
    for name in named:
        own = np.array([row.source == name for row in rows])
        rest = ~own & ~np.isin(events, events[own])
        if 2 * rest.sum() >= len(rows):
            splits.append((np.flatnonzero(rest), np.flatnonzero(own)))
    return splits if len(splits) > 1 else []


def check(path: Path, readings: dict[str, list[Reading]]) -> None:
    """Raise what ``style_rows`` would, before hours were spent on anything else."""
    require_agreement(readings, {row.id: row.score for row in read_labelled(path)})


def kept_vectors(
    kept: Path,
    texts: Sequence[str],
    encoder: Encoder,
    kind: Literal["query", "passage"] = "passage",
) -> npt.NDArray[np.float32]:
    """Return the texts' vectors from the file ``kept``, where they are of these very texts."""
    digest = sha256_hex("\n".join((encoder.version, kind, *texts)).encode())
    if kept.exists():
        with np.load(kept) as arrays:
            if str(arrays["digest"]) == digest:
                vectors: npt.NDArray[np.float32] = arrays["vectors"]
                return vectors
    vectors = encoder.encode(texts, kind)
    np.savez(kept, vectors=vectors, digest=digest)
    return vectors


def load(articles: Path) -> list[TrainArticle]:
    """Read the articles in an order that their ids alone decide."""
    return sorted(read_articles(articles), key=lambda article: article.id)
