"""What the search engines store and return."""

from __future__ import annotations

from datetime import datetime

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
