"""Articles that training examples are made of: their form on disk and their dates. Not for the lake."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imfact.kit.errors import DataError
from imfact.kit.korean import lead_of
from imfact.pipeline.train.data.lines import read_lines

_DIGITS = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class TrainArticle:
    """One article; ``published_on`` is YYYYMMDD, empty where unknown."""

    id: str
    title: str
    lead: str
    body: str
    whole: bool
    """Whether the body is the full text, not only its beginning."""
    published_on: str


def read_articles(path: Path) -> list[TrainArticle]:
    """Read JSON lines, plain or gzip, whose rows hold id, title, body, published and body_is (lead or full).

    Articles whose title and beginning were seen before are left out.

    Raises:
        DataError: a row has another form, or there is none.
    """
    found: dict[tuple[str, str], TrainArticle] = {}
    for number, line in read_lines(path):
        try:
            article = _article(json.loads(line))
        except (KeyError, TypeError, ValueError) as exc:
            raise DataError(
                f"{path}, line {number}, is no article: {exc!r}", path=str(path)
            ) from exc
        if article.title and article.lead:
            found.setdefault((article.title, article.lead), article)
    if not found:
        raise DataError(f"{path} holds no rows.", path=str(path))
    return list(found.values())


# Any: a line of JSON.
def _article(row: Any) -> TrainArticle:
    body = str(row["body"])
    return TrainArticle(
        id=str(row["id"]),
        title=" ".join(str(row["title"]).split()),
        lead=lead_of(body),
        body=body,
        whole=row["body_is"] == "full",
        published_on=_day(row["published"]),
    )


# object: some exports write a date as {"$date": "2021-10-12T00:00:00Z"}
def _day(published: object) -> str:
    if isinstance(published, dict):
        published = published.get("$date", "")
    return _DIGITS.sub("", str(published or ""))[:8]
