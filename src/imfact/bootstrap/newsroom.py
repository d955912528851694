"""The sample newsroom of an instance: served on loopback, and found by its other processes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from imfact.bootstrap.house import House
from imfact.bundled.newsroom.content import SLUGS, Edition, load_outlets
from imfact.bundled.newsroom.server import Newsroom
from imfact.kit.clock import utc_now
from imfact.kit.errors import ConfigError

# Where a running `imfact newsroom` tells other processes its addresses, below IMFACT_VAR.
_NEWSROOM_FILE = "newsroom.json"
_EPOCH_FILE = "newsroom-epoch.txt"
_EDITION_FILE = "newsroom-edition.txt"


@contextmanager
def sample_newsroom(
    house: House, base_port: int, edition: Edition | None = None
) -> Iterator[Newsroom]:
    """Serve the bundled newsroom and let other processes of this instance find it.

    Args:
        house: The instance.
        base_port: The first of five ports; 0 takes free ones.
        edition: What it prints; the edition that this instance saw last where None.

    Raises:
        ConfigError: a port is taken.
    """
    try:
        newsroom = Newsroom(base_port, _epoch(house), edition or _edition(house)).start()
    except OSError as exc:
        raise ConfigError(
            f"Ports {base_port} to {base_port + len(SLUGS) - 1} are not free: {exc}"
        ) from exc
    note = house.settings.var / _NEWSROOM_FILE
    note.write_text(json.dumps(dict(newsroom.overrides)), "utf-8")
    try:
        yield newsroom
    finally:
        note.unlink(missing_ok=True)
        newsroom.stop()


def publish_second_edition(house: House, newsroom: Newsroom) -> None:
    """Let the outlets edit what they printed; the instance remembers that they did."""
    newsroom.publish(2)
    (house.settings.var / _EDITION_FILE).write_text("2", "utf-8")


def edited_sources() -> tuple[str, ...]:
    """Return the slugs of the outlets that the second edition changes."""
    now = utc_now()
    return tuple(
        first.slug
        for first, second in zip(load_outlets(now, 1), load_outlets(now, 2), strict=True)
        if first.stories != second.stories
    )


def newsroom_addresses(var: Path) -> Mapping[str, str]:
    """Return host → address of the newsroom that runs on this instance, empty where none does."""
    note = var / _NEWSROOM_FILE
    try:
        return {str(k): str(v) for k, v in json.loads(note.read_text("utf-8")).items()}
    except (OSError, ValueError):
        return {}


def _edition(house: House) -> Edition:
    return 2 if (house.settings.var / _EDITION_FILE).exists() else 1


def _epoch(house: House) -> datetime:
    """Return the hour of this instance's first newsroom: its pages must not change by themselves."""
    note = house.settings.var / _EPOCH_FILE
    if not note.exists():
        note.parent.mkdir(parents=True, exist_ok=True)
        hour = house.clock().replace(minute=0, second=0, microsecond=0)
        note.write_text(hour.isoformat(), "utf-8")
    return datetime.fromisoformat(note.read_text("utf-8"))
