"""The sample newsroom, served once for a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from imfact.bundled.newsroom.server import Newsroom
from tests.integration.crawl.crawling import EPOCH


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(epoch=EPOCH) as running:
        yield running
