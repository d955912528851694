"""Reads records in the form of AI Hub set 71338 (낚시성 기사 탐지 데이터). The set itself is not here.

The form is that which third parties describe; it was not checked against the files. Two traps:
``clickbaitClass`` 0 means clickbait, and the headline that readers were shown is ``newTitle``.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from imfact.contracts.faults import first_fault
from imfact.kit.errors import DataError
from imfact.kit.korean import lead_of
from imfact.store.whole_file import whole_file

_IN = ConfigDict(frozen=True, extra="ignore")


class _Sentence(BaseModel):
    model_config = _IN

    sentenceNo: int  # noqa: N815 - the set's own name
    sentenceContent: str  # noqa: N815
    subjectConsistencyYn: Literal["Y", "N"] | None = None  # noqa: N815


class _Source(BaseModel):
    model_config = _IN

    newsID: str  # noqa: N815
    newsTitle: str  # noqa: N815
    newsContent: str  # noqa: N815
    partNum: Literal["P1", "P2"]  # noqa: N815
    processPattern: str = ""  # noqa: N815


class _Label(BaseModel):
    model_config = _IN

    newTitle: str | None = None  # noqa: N815
    clickbaitClass: Annotated[int, Field(ge=0, le=1)]  # noqa: N815
    processSentenceInfo: tuple[_Sentence, ...] = ()  # noqa: N815


class _Record(BaseModel):
    model_config = _IN

    sourceDataInfo: _Source  # noqa: N815
    labeledDataInfo: _Label  # noqa: N815


@dataclass(frozen=True, slots=True)
class AihubRow:
    """One article as its readers saw it."""

    id: str
    title: str
    body: str
    clickbait: bool
    part: Literal["P1", "P2"]
    """P1: the headline was rewritten · P2: sentences of another subject were put into the body."""
    pattern: str
    foreign: tuple[int, ...]
    """Numbers of the sentences that are of another subject; only in P2."""


def read_aihub(paths: Iterable[Path]) -> Iterator[AihubRow]:
    """Yield the rows of JSON files, one record each or a list of them.

    Raises:
        DataError: a file is not of this form; the field is named.
    """
    for path in paths:
        try:
            found = json.loads(path.read_text(encoding="utf-8-sig"))
            records = found if isinstance(found, list) else [found]
            for record in records:
                yield _row(_Record.model_validate(record))
        except ValidationError as exc:
            raise _other_form(path, first_fault(exc, "record")) from exc
        except (ValueError, OSError) as exc:
            raise _other_form(path, str(exc)) from exc


def write_headlines(rows: Iterable[AihubRow], out: Path) -> Counter[str]:
    """Write the rows of part 1 as labelled headlines (``.jsonl.gz``) and return how many of each part.

    The set says bait or not: bait gets a score of 1, the least that it can mean. Rows of part 2 carry
    headlines as published, which nobody labelled; they are counted and left out. The file appears when
    it is whole: what was there before outlives a row of another form.

    Raises:
        DataError: no row is of part 1.
        ConfigError: the file cannot be written.
    """
    with whole_file(out) as partial:
        counts = _write(rows, partial)
        if not counts["P1"]:
            raise DataError(
                f"Of {counts['P2']} records none is of part 1 (partNum P1), whose headlines are "
                f"labelled; {out} was not written."
            )
    return counts


def _write(rows: Iterable[AihubRow], path: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        for row in rows:
            counts[row.part] += 1
            if row.part == "P1":
                labelled = {
                    "id": row.id,
                    "title": row.title,
                    "lead": lead_of(row.body),
                    "score": int(row.clickbait),
                    "tactic": "none",
                    "pool": f"aihub-{row.pattern or 'P1'}",
                }
                lines.write(json.dumps(labelled, ensure_ascii=False) + "\n")
    return counts


def _other_form(path: Path, what: str) -> DataError:
    return DataError(f"{path} is not of the form of AI Hub 71338: {what}.", path=str(path))


def _row(record: _Record) -> AihubRow:
    source, label = record.sourceDataInfo, record.labeledDataInfo
    sentences = label.processSentenceInfo
    return AihubRow(
        id=source.newsID,
        title=label.newTitle or source.newsTitle,
        # Where sentences were put in, only the list of sentences has them.
        body=" ".join(s.sentenceContent for s in sentences) if sentences else source.newsContent,
        clickbait=label.clickbaitClass == 0,
        part=source.partNum,
        pattern=source.processPattern,
        foreign=tuple(s.sentenceNo for s in sentences if s.subjectConsistencyYn == "N"),
    )
