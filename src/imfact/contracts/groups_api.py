"""Bodies of the gateway's internal API for grouping, /internal/v1/groups."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from imfact.contracts.internal_api import HashesQuery

_IN = ConfigDict(frozen=True, extra="forbid")
_OUT = ConfigDict(frozen=True)


class SignatureRecord(BaseModel):
    """The bands of the text that an article has now."""

    model_config = _IN

    url_hash: str
    text_hash: str
    bands: tuple[int, ...] = Field(max_length=256)


class SignaturesUpsert(BaseModel):
    """PUT /internal/v1/groups/signatures; the last writer wins, the same again changes nothing."""

    model_config = _IN

    items: tuple[SignatureRecord, ...] = Field(max_length=1_000)


class NeighboursQuery(HashesQuery):
    """POST /internal/v1/groups/neighbours."""

    story_hours: float = Field(gt=0)
    copy_days: float = Field(gt=0)


class Neighbours(BaseModel):
    """Everything that may have to do with the articles asked for, they included, by url_hash.

    That is what was published within ``story_hours`` of one of them, what shares a band with one
    within ``copy_days``, and whatever is in a copy group or story with any of those.
    """

    model_config = _OUT

    url_hashes: tuple[str, ...]


class GroupArticlesQuery(HashesQuery):
    """POST /internal/v1/groups/articles."""

    encoder_version: str


class GroupArticle(BaseModel):
    """What grouping needs of an article; its vectors lie in ``part_key`` under ``text_hash``."""

    model_config = _OUT

    url_hash: str
    text_hash: str
    title: str
    body: str
    published_at: datetime
    """Of publication, of the first fetch where that is unknown."""
    copy_group: str | None
    story: str | None
    bands: tuple[int, ...]
    """Empty until a signature was put."""
    part_key: str | None


class GroupArticles(BaseModel):
    """Those that exist, in order of url_hash."""

    model_config = _OUT

    items: tuple[GroupArticle, ...]


class GroupAssignment(BaseModel):
    """The copy group and the story of an article; None where it has none."""

    model_config = _IN

    url_hash: str
    copy_group: str | None
    story: str | None


class GroupsPut(BaseModel):
    """PUT /internal/v1/groups: all of a run in one transaction, so that groups are never half made."""

    model_config = _IN

    items: tuple[GroupAssignment, ...] = Field(max_length=200_000)
