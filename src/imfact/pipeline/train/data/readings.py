"""Readings of headlines (who, by which guide, when) and the examples that come of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from imfact.contracts.assessment import TACTICS, Tactic
from imfact.kit.errors import DataError, QualityError
from imfact.pipeline.train.data.lines import read_lines

MINIMUM_KAPPA = 0.85
MINIMUM_ROWS = 200
"""A reader counts from this quadratic kappa on, against at least so many rows of known score."""


LabelSource = Literal["person", "model"]


class Reading(BaseModel):
    """One reader's verdict on one headline; the headline itself is found by its id in the data."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    score: int = Field(ge=0, le=3)
    tactic: Tactic | None = None
    reader: str
    label_source: LabelSource
    guide: str
    read_on: date
    calibration: bool = False
    """Of a headline drawn to compare readers by: at random, or at random within each known score.

    Rows read because they are doubtful are not: nobody agrees on those."""


def read_readings(paths: Iterable[Path]) -> dict[str, list[Reading]]:
    """Return the readings of each id, from files of JSON lines, plain or gzip.

    Raises:
        DataError: a line is no reading; it is named.
    """
    found: dict[str, list[Reading]] = defaultdict(list)
    for path in paths:
        for number, line in read_lines(path):
            try:
                reading = Reading.model_validate_json(line)
            except ValidationError as exc:
                raise DataError(f"{path}:{number} is no reading: {exc}", path=str(path)) from exc
            found[reading.id].append(reading)
    return dict(found)


def quadratic_kappa(ours: Sequence[int], known: Sequence[int]) -> float:
    """Return Cohen's kappa with quadratic weights (Cohen 1968) over scores 0-3; 0.0 where undefined."""
    count = len(known)
    observed = sum((a - b) ** 2 for a, b in zip(ours, known, strict=True)) / max(count, 1)
    expected = sum((a - b) ** 2 for a in ours for b in known) / max(count * count, 1)
    return 1.0 - observed / expected if expected else 0.0


def require_agreement(
    readings: Mapping[str, Sequence[Reading]], known: Mapping[str, int]
) -> dict[str, float]:
    """Return each reader's kappa against the known scores, by their calibration rows if they have any.

    Raises:
        QualityError: a reader read too few known rows, or reads them otherwise.
    """
    all_marks = [(name, mark) for name, marks in readings.items() for mark in marks]
    calibrated = {mark.reader for _, mark in all_marks if mark.calibration}
    pairs: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for name, mark in all_marks:
        own = pairs[mark.reader]
        if name in known and (mark.calibration or mark.reader not in calibrated):
            own.append((mark.score, known[name]))
    found: dict[str, float] = {}
    for reader, scores in sorted(pairs.items()):
        if len(scores) < MINIMUM_ROWS:
            raise QualityError(
                f"Reader {reader} read {len(scores)} headlines of known score; let them read "
                f"{MINIMUM_ROWS}, so that their agreement can be seen.",
                reader=reader,
            )
        kappa = quadratic_kappa([own for own, _ in scores], [right for _, right in scores])
        if kappa < MINIMUM_KAPPA:
            raise QualityError(
                f"Reader {reader} agrees with known scores by a quadratic kappa of {kappa:.2f}, "
                f"below {MINIMUM_KAPPA}; leave their readings out or teach them the guide.",
                reader=reader,
                kappa=kappa,
            )
        found[reader] = kappa
    return found


def _read_by(sources: Collection[LabelSource]) -> str:
    """Say who the readers are; whoever quotes a figure must."""
    if {"person", "model"} <= set(sources):
        return "by people and by language models following a labelling guide"
    if "model" in sources:
        return "by language models following a labelling guide, not by people"
    return "by people"


def learned_from(
    rows: int, data: str, again: int, anew: int, sources: Collection[LabelSource]
) -> str:
    """Say in one sentence what the labels of style are.

    Args:
        rows: Headlines of the labelled file.
        data: Its name.
        again: How many headlines have further readings.
        anew: How many headlines of articles were read beside them.
        sources: Who read.
    """
    further = (
        f"{again:,} of them read again and {anew:,} headlines of articles beside them, "
        if again or anew
        else ""
    )
    return f"{rows:,} rows of {data}, one reading each, {further}{_read_by(sources)}; held out"


def ordinal_shares(scores: Sequence[int]) -> tuple[float, float, float]:
    """Return the share of readings with a score of at least 1, 2 and 3."""
    one, two, three = (sum(score >= least for score in scores) / len(scores) for least in (1, 2, 3))
    return one, two, three


def tactic_number(tactics: Mapping[str, int] | Sequence[str | None]) -> int | None:
    """Return the place in ``TACTICS`` of the tactic named most often, None where none was named."""
    named = [tactic for tactic in tactics if tactic in TACTICS]
    if not named:
        return None
    most = max(sorted(set(named)), key=named.count)
    return [str(one) for one in TACTICS].index(most)
