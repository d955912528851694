"""Articles that training examples are made of: their form on disk and their dates. Not for the lake."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass
from pathlib import Path

from imfact.kit.errors import DataError
from imfact.kit.korean import lead_of

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
    """Read a ``.jsonl.gz`` whose rows hold id, title, body, published and body_is (lead or full).

    Articles whose title and beginning were seen before are left out.

    Raises:
        DataError: a row has another form, or there is none.
    """
    found: dict[tuple[str, str], TrainArticle] = {}
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                body = str(row["body"])
                title = " ".join(str(row["title"]).split())
                article = TrainArticle(
                    id=str(row["id"]),
                    title=title,
                    lead=lead_of(body),
                    body=body,
                    whole=row["body_is"] == "full",
                    published_on=_day(row["published"]),
                )
                if title and article.lead:
                    found.setdefault((title, article.lead), article)
    except (KeyError, TypeError, ValueError, OSError) as exc:
        raise DataError(f"{path} holds no articles: {exc!r}", path=str(path)) from exc
    if not found:
        raise DataError(f"{path} holds no rows.", path=str(path))
    return list(found.values())


# object: some exports write a date as {"$date": "2021-10-12T00:00:00Z"}
def _day(published: object) -> str:
    if isinstance(published, dict):
        published = published.get("$date", "")
    return _DIGITS.sub("", str(published or ""))[:8]
