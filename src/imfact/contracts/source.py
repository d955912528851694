"""A source: one outlet's site, as data."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from imfact.contracts.rights import RightsMatrix
from imfact.kit.ids import SOURCE_PATTERN


class Feed(BaseModel):
    """Where a source announces its articles."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["rss", "news_sitemap"]
    url: str


class Source(BaseModel):
    """One outlet; ``slug`` is ``{source}`` in lake keys, ``name`` is what readers see."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal[1] = 1
    slug: str = Field(pattern=SOURCE_PATTERN)
    name: str
    name_en: str | None = None
    homepage: str
    feeds: tuple[Feed, ...]
    language: str = "ko"
    delay_seconds: float = Field(default=1.0, ge=0)
    render: Literal["none", "browser"] = "none"
    """``browser`` where the text is not in the page as it is sent: a browser opens it first."""
    render_click: str | None = None
    """CSS selector of what to click before the page is read, such as a button for the rest."""
    rights: RightsMatrix = RightsMatrix()

    @model_validator(mode="after")
    def _click_needs_a_browser(self) -> Self:
        if self.render_click is not None and self.render != "browser":
            raise ValueError('render_click needs "render": "browser"')
        return self
