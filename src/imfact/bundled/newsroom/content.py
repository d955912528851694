"""The newsroom's content as values: outlets and articles out of the data files; no HTML here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any, Literal

from imfact.kit.clock import SEOUL

SLUGS = ("dodam", "yeoul", "dalmuri")
Layout = Literal["daily", "business", "magazine"]


@dataclass(frozen=True, slots=True)
class Story:
    """One article; ``tactic`` is what its headline was written to show, None for a plain one."""

    path: str
    section: str
    author: str
    title: str
    caption: str
    paragraphs: tuple[str, ...]
    published_at: datetime
    tactic: str | None


@dataclass(frozen=True, slots=True)
class Announcement:
    """An address in a feed that does not answer with a page."""

    path: str
    section: str
    title: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet; every address it prints lies below ``https://{host}``."""

    slug: str
    host: str
    name: str
    name_en: str
    layout: Layout
    crawl_delay_seconds: int | None
    feeds: tuple[str, ...]
    rss_items: int
    stories: tuple[Story, ...]
    missing: Announcement | None
    failing: Announcement | None

    @property
    def announced(self) -> tuple[Story | Announcement, ...]:
        """Everything its feeds name, newest first, the pages that fail included."""
        failures = [item for item in (self.missing, self.failing) if item is not None]
        every: list[Story | Announcement] = [*self.stories, *failures]
        return tuple(sorted(every, key=lambda item: (item.published_at, item.path), reverse=True))

    def address(self, path: str) -> str:
        """Return the public address of ``path``."""
        return f"https://{self.host}{path}"


def load_outlets(epoch: datetime) -> tuple[Outlet, ...]:
    """Return the outlets with their articles dated back from ``epoch``."""
    return tuple(_outlet(slug, epoch.astimezone(SEOUL)) for slug in SLUGS)


# Any: the files' JSON; they are ours and a test reads every field.
def _outlet(slug: str, epoch: datetime) -> Outlet:
    data: dict[str, Any] = json.loads(
        files(__package__).joinpath(f"{slug}.json").read_text(encoding="utf-8")
    )

    def announcement(field: str, hours_ago: int) -> Announcement | None:
        entry = data[field]
        return entry and Announcement(**entry, published_at=epoch - timedelta(hours=hours_ago))

    stories = tuple(
        Story(
            path=entry["path"],
            section=entry["section"],
            author=entry["author"],
            title=entry["title"],
            caption=entry["caption"],
            paragraphs=tuple(entry["paragraphs"]),
            # Seven minutes apart in the hour, so that no two share their moment.
            published_at=epoch - timedelta(hours=entry["hours_ago"], minutes=7 * (number % 8)),
            tactic=entry["tactic"],
        )
        for number, entry in enumerate(data["articles"])
    )
    return Outlet(
        slug=data["slug"],
        host=data["host"],
        name=data["name"],
        name_en=data["name_en"],
        layout=data["layout"],
        crawl_delay_seconds=data["crawl_delay_seconds"],
        feeds=tuple(data["feeds"]),
        rss_items=data["rss_items"],
        stories=stories,
        missing=announcement("missing", 12),
        failing=announcement("failing", 13),
    )
