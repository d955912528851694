"""A capture: one immutable fetch of a page, as its meta record in raw/."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from imfact.kit.ids import SOURCE_PATTERN, URL_HASH_PATTERN


class CaptureMeta(BaseModel):
    """Stored beside the page as ``raw/{source}/YYYY/MM/DD/meta/{url_hash}[.n].json``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: Literal[1] = 1
    url_hash: str = Field(pattern=URL_HASH_PATTERN)
    source: str = Field(pattern=SOURCE_PATTERN)
    url: str
    """The address as it was announced."""
    final_url: str
    """The address after redirects."""
    normalised_url: str
    fetched_at: datetime
    http_status: int
    content_type: str | None = None
    headers: dict[str, str] = {}
    encoding: str | None = None
    """The charset the server declared; the true one is found in refine."""
    body_sha256: str
    body_bytes: int
    html_key: str
    run_id: str
    feed_title: str | None = None
    feed_published_at: datetime | None = None
    rendered: bool = False
    """The page is what a browser made of it, not what the site sent."""
    screenshot_key: str | None = None
    """The picture of the rendered page, where the source's rights allow one."""
