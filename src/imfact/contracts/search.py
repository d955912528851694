"""What the search engines store and return."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from imfact.contracts.assessment import Band


class SearchDocument(BaseModel):
    """One article as the indices hold it; ``url_hash`` is its ``_id``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    url_hash: str
    title: str
    body: str
    source: str
    section: str | None = None
    band: Band | None = None
    trust: int | None = None
    published_at: datetime
    """Of publication, or of the fetch where that is unknown."""
    vector: tuple[float, ...] = Field(repr=False)


class SearchFilters(BaseModel):
    """Every given field must hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str | None = None
    section: str | None = None
    band: Band | None = None


class SearchHit(BaseModel):
    """One hit; scores are comparable within one answer only."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    url_hash: str
    score: float


class IndexRecord(BaseModel):
    """What is kept beside an index version: how far it follows the database, and whether it is whole."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: Literal[1] = 1
    cursor: int = Field(default=0, ge=0)
    """The last row of the gateway's outbox that the version reflects."""
    ready: bool = False
    """False while it is being built; such a version is never shown to readers."""
    encoder_version: str | None = None
