"""_logs/shadow/: what a candidate would have said beside what was said; readers never see it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict, ValidationError

from imfact.contracts.assessment import Band
from imfact.kit.errors import ContractError
from imfact.lake import keys
from imfact.store.objects import ObjectStore


class ShadowScore(BaseModel):
    """One headline judged by both; no text, so that a takedown has nothing to look for here."""

    model_config = ConfigDict(frozen=True, extra="ignore", protected_namespaces=())

    url_hash: str | None
    text_hash: str
    current: str
    current_p: float
    current_band: Band
    candidate: str
    candidate_p: float
    candidate_band: Band
    judged_at: datetime


def write_scores(lake: ObjectStore, scores: Sequence[ShadowScore], written_at: datetime) -> str:
    """Write scores of one candidate as JSON lines; return the key, which nobody else has."""
    name = f"{written_at:%H%M%S}-{secrets.token_hex(4)}"
    key = keys.shadow_part(scores[0].candidate, written_at, name)
    lake.put(key, "".join(score.model_dump_json() + "\n" for score in scores).encode())
    return key


def read_scores(lake: ObjectStore, candidate: str) -> Iterator[ShadowScore]:
    """Yield what was logged of a candidate, oldest day first. Raises ContractError."""
    for key in lake.keys(f"{keys.SHADOW}/{candidate}"):
        for line in lake.get(key).splitlines():
            try:
                yield ShadowScore.model_validate_json(line)
            except ValidationError as exc:
                raise ContractError(f"{key} holds a line that is no score.", key=key) from exc
