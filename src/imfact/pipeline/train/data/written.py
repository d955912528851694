"""Headlines written so that an invented text speaks against them; part of the release, nobody's news."""

from __future__ import annotations

from importlib.resources import as_file, files

from pydantic import BaseModel, ConfigDict

from imfact.pipeline.train.data.contradictions import EditKind
from imfact.pipeline.train.data.lines import read_rows

KEPT_BACK = 8
"""Every eighth item is not learned from."""


class Written(BaseModel):
    """An invented beginning of an article, a headline that fits it, and one that it speaks against."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    body: str
    title: str
    contradiction: str
    kind: EditKind
    """What is wrong with it: where a program edits one word, these may be worded anew."""


def bundled_contradictions() -> list[Written]:
    """Return the items of the release."""
    with as_file(files("imfact.bundled") / "training" / "contradictions.jsonl") as path:
        return list(read_rows(path, Written))
