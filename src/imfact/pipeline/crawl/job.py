"""What the stage tells its crawler process and what that one reports back, a line of JSON each."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from imfact.contracts.runs import ItemOutcome, ManifestEntry
from imfact.contracts.source import Source


class CrawlJob(BaseModel):
    """Everything the crawler process needs; it reads nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    run_id: str
    lake_url: str
    sources: tuple[Source, ...]
    host_overrides: dict[str, str] = {}
    """Public host → the ``address:port`` that serves it; only these may lie on loopback."""
    tombstones: frozenset[str] = frozenset()
    browser: str | None = None
    """Path of a Chromium; without one, sources that need rendering are skipped."""
    page_limit_bytes: int
    timeout_seconds: float
    """Of one request."""
    source_seconds: float
    """How long one source may be crawled; what is left waits for the next run."""


class CrawlEvent(BaseModel):
    """One line of the report: an item was announced, or its fate is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    announced: int = 0
    """How many more items are to be settled."""
    outcome: ItemOutcome | None = None
    entry: ManifestEntry | None = None
    """Set exactly where the outcome is ``out``."""
