"""What a source allows: one matrix, enforced in every stage and endpoint."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

RightsUse = Literal["crawl", "store", "index", "show", "summarise", "export", "screenshot", "train"]


class RightsMatrix(BaseModel):
    """One source's rights; the defaults are those of an unknown source.

    ``show`` is how much a reader sees here: ``snippet`` is the headline and the first 120 characters
    beside the evidence sentence, ``full`` the whole text. ``crawl`` always also obeys robots.txt.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    crawl: bool = True
    store: bool = True
    index: bool = True
    show: Literal["none", "snippet", "full"] = "snippet"
    summarise: bool = False
    export: bool = False
    screenshot: bool = False
    train: bool = False

    def allows(self, use: RightsUse) -> bool:
        """Return whether ``use`` is allowed at all."""
        return self.show != "none" if use == "show" else bool(getattr(self, use))
