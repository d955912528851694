"""The packaged prompt of written summaries and the request that it makes; the version names its content."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, Field

from imfact.adapters.summariser.port import Piece
from imfact.kit.hashing import sha256_hex
from imfact.kit.korean import split_sentences

PROMPT = "summary_v1"
_PLACE = "{article}"


class PromptFile(BaseModel):
    """``bundled/prompts/*.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    max_tokens: int = Field(ge=1)
    temperature: float = Field(ge=0, le=1)
    article_characters: int = Field(ge=500)
    system: str
    user: str = Field(pattern=r"\{article\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt; ``version`` is its name and eight digits of its digest, so no edit goes unseen."""

    version: str
    file: PromptFile

    @classmethod
    def packaged(cls, name: str = PROMPT) -> Prompt:
        """Read the prompt that travels with the code."""
        data = files("imfact.bundled").joinpath("prompts", f"{name}.yaml").read_bytes()
        file = PromptFile.model_validate(yaml.safe_load(data))
        return cls(f"{file.version}-{sha256_hex(data)[:8]}", file)

    def message(self, piece: Piece) -> str:
        """Return the user's message: the article as one JSON string, closed against its own marks."""
        article = json.dumps(
            {"title": piece.title, "body": self._cut(piece.body)}, ensure_ascii=False
        )
        # With no angle bracket left, nothing in the text can end the element that holds it.
        safe = article.replace("<", "\\u003c").replace(">", "\\u003e")
        return self.file.user.replace(_PLACE, safe)

    def tokens_at_most(self, message: str) -> int:
        """Return a bound of what a call costs: no tokeniser makes more tokens than bytes."""
        return len(f"{self.file.system}{message}".encode()) + self.file.max_tokens

    def _cut(self, body: str) -> str:
        limit = self.file.article_characters
        if len(body) <= limit:
            return body
        ends = [sentence.end for sentence in split_sentences(body[:limit])]
        # The last sentence is cut as a rule; a single one is better cut than left out.
        return body[: ends[-2] if len(ends) > 1 else limit]
