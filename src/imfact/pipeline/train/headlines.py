"""Reads labelled headlines for training and evaluation, and groups them. Not for fitting."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from imfact.kit.errors import DataError

Floats = npt.NDArray[np.float64]

# Headlines whose vectors are nearer than this tell one story and must not be in two folds.
SAME_STORY = 0.95
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class LabelledHeadlines:
    """Headlines and how baiting each was found."""

    titles: tuple[str, ...]
    scores: Floats
    """One reading's score 0-3, or the mean of several readings' verdicts in 0..1."""
    clickbait: npt.NDArray[np.int64]


def read_headlines(path: Path) -> LabelledHeadlines:
    """Read a ``.jsonl.gz`` whose rows hold title and either score or mean and clickbait.

    Raises:
        DataError: a row has another form, or there is none.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        found = LabelledHeadlines(
            titles=tuple(str(row["title"]) for row in rows),
            scores=np.array(
                [float(row["score"] if "score" in row else row["mean"]) for row in rows]
            ),
            clickbait=np.array(
                [int(row["score"] >= 1 if "score" in row else row["clickbait"]) for row in rows]
            ),
        )
    except (KeyError, TypeError, ValueError, OSError) as exc:
        raise DataError(f"{path} holds no labelled headlines: {exc!r}", path=str(path)) from exc
    if not found.titles:
        raise DataError(f"{path} holds no rows.", path=str(path))
    return found


def story_groups(titles: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """Return a group number a headline: those linked by a cosine of ``SAME_STORY`` share one."""
    groups = np.arange(len(titles))
    for start in range(0, len(titles), _CHUNK):
        near = titles[start : start + _CHUNK] @ titles.T >= SAME_STORY
        for row, other in zip(*np.nonzero(near), strict=True):
            mine, theirs = groups[start + row], groups[other]
            if mine != theirs:
                groups[groups == max(mine, theirs)] = min(mine, theirs)
    return groups
