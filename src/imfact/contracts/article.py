"""A curated article: refine's output, the record the rest of the house lives on."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from imfact.contracts.rights import RightsMatrix
from imfact.kit.hashing import TEXT_HASH_PATTERN
from imfact.kit.ids import SOURCE_PATTERN, URL_HASH_PATTERN

DatePrecision = Literal["second", "minute", "day"]


class CuratedArticle(BaseModel):
    """Stored as ``curated/YYYY/MM/DD/{url_hash}[.n].json``; the date is that of publication in UTC."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: Literal[1] = 1
    url_hash: str = Field(pattern=URL_HASH_PATTERN)
    source: str = Field(pattern=SOURCE_PATTERN)
    url: str
    canonical_url: str | None = None
    normalised_url: str
    title: str = Field(min_length=1)
    body: str
    """Paragraphs separated by one newline; empty only behind a paywall."""
    author: str | None = None
    section: str | None = None
    language: str = "ko"
    published_at: datetime | None = None
    published_precision: DatePrecision | None = None
    modified_at: datetime | None = None
    fetched_at: datetime
    paywalled: bool = False
    extraction: Literal["jsonld", "trafilatura", "hydration", "import"]
    """Which path of the extraction chain gave the body; ``import``: somebody else's."""
    text_hash: str = Field(pattern=TEXT_HASH_PATTERN)
    """``kit.hashing.text_hash(title, body)``."""
    signature: str | None = None
    """``kit.shingles.signature(body)``; grouping makes it where it is missing."""
    raw_key: str
    """The capture it was derived from; empty where it was imported without one."""
    parents: tuple[str, ...] = ()
    """Keys of earlier curated versions of the same article, oldest first."""
    rights: RightsMatrix


class Revision(BaseModel):
    """One state of an article's headline and body, numbered from 1."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    number: int = Field(ge=1)
    title: str
    text_hash: str
    seen_at: datetime


class Tombstone(BaseModel):
    """An article that was taken down; it is refused by every layer ever after."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: Literal[1] = 1
    url_hash: str = Field(pattern=URL_HASH_PATTERN)
    reason: str
    created_at: datetime
