"""Opens the house for one command and closes it after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from imfact.bootstrap.house import House
from imfact.bootstrap.logs import configure_logging
from imfact.kit.memory import hand_back_freed_memory
from imfact.settings import Settings


@contextmanager
def open_house() -> Iterator[House]:
    """Yield the house that the environment describes. Raises ConfigError for unusable settings."""
    settings = Settings.load()
    configure_logging(settings)
    hand_back_freed_memory()
    house = House(settings)
    try:
        yield house
    finally:
        house.close()
