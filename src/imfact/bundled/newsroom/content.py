"""The newsroom's content as values: outlets and articles out of the data files; no HTML here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any, Literal

from imfact.kit.clock import SEOUL

SLUGS = ("dodam", "yeoul", "dalmuri", "solbit", "saesol")
Layout = Literal["daily", "business", "magazine", "portal", "folded"]
Edition = Literal[1, 2]
"""2 is the newsroom hours later: some headlines and a text were edited, one page was taken down."""


@dataclass(frozen=True, slots=True)
class Story:
    """One article in one edition; ``tactic`` is what its headline was written to show, None for a plain one.

    ``linked_title`` is the headline of the first edition: lists beside other articles are not printed
    anew. ``wire`` names the agency's text that the article carries word for word.
    """

    path: str
    section: str
    author: str
    title: str
    caption: str
    paragraphs: tuple[str, ...]
    published_at: datetime
    modified_at: datetime
    tactic: str | None
    linked_title: str
    wire: str | None
    paywalled: bool
    gone: bool


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
    charset: Literal["utf-8", "euc-kr"]
    crawl_delay_seconds: int | None
    feeds: tuple[str, ...]
    rss_items: int
    stories: tuple[Story, ...]
    missing: Announcement | None
    failing: Announcement | None
    looping: Announcement | None

    @property
    def announced(self) -> tuple[Story | Announcement, ...]:
        """Everything its feeds name, newest first, the pages that fail included."""
        odd = (self.missing, self.failing, self.looping)
        failures = [item for item in odd if item is not None]
        every: list[Story | Announcement] = [*self.stories, *failures]
        return tuple(sorted(every, key=lambda item: (item.published_at, item.path), reverse=True))

    def address(self, path: str) -> str:
        """Return the public address of ``path``."""
        return f"https://{self.host}{path}"


def load_outlets(epoch: datetime, edition: Edition = 1) -> tuple[Outlet, ...]:
    """Return the outlets of an edition with their articles dated back from ``epoch``."""
    wires = _read("wires")
    return tuple(_outlet(_read(slug), wires, epoch.astimezone(SEOUL), edition) for slug in SLUGS)


# Any: the files' JSON; they are ours and a test reads every field.
def _read(name: str) -> dict[str, Any]:
    text = files(__package__).joinpath(f"{name}.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def _outlet(
    data: dict[str, Any], wires: dict[str, Any], epoch: datetime, edition: Edition
) -> Outlet:
    def announcement(field: str, hours_ago: int) -> Announcement | None:
        entry = data.get(field)
        return entry and Announcement(**entry, published_at=epoch - timedelta(hours=hours_ago))

    def story(number: int, entry: dict[str, Any]) -> Story:
        text = {**wires.get(entry.get("wire", ""), {}), **entry}
        edited = entry.get("edited", {}) if edition == 2 else {}
        # Seven minutes apart in the hour, so that no two share their moment.
        published_at = epoch - timedelta(hours=entry["hours_ago"], minutes=7 * (number % 8))
        return Story(
            path=entry["path"],
            section=entry["section"],
            author=text["author"],
            title=edited.get("title", entry["title"]),
            caption=text["caption"],
            paragraphs=tuple(edited.get("paragraphs", text["paragraphs"])),
            published_at=published_at,
            modified_at=epoch if edited else published_at,
            tactic=edited.get("tactic", entry["tactic"]),
            linked_title=entry["title"],
            wire=entry.get("wire"),
            paywalled=entry.get("paywalled", False),
            gone=edited.get("gone", False),
        )

    return Outlet(
        slug=data["slug"],
        host=data["host"],
        name=data["name"],
        name_en=data["name_en"],
        layout=data["layout"],
        charset=data.get("charset", "utf-8"),
        crawl_delay_seconds=data["crawl_delay_seconds"],
        feeds=tuple(data["feeds"]),
        rss_items=data["rss_items"],
        stories=tuple(story(number, entry) for number, entry in enumerate(data["articles"])),
        missing=announcement("missing", 12),
        failing=announcement("failing", 13),
        looping=announcement("looping", 11),
    )
