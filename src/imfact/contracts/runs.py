"""What stages hand to each other and what a run reports: ids, keys and counts only."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

StageName = Literal["crawl", "refine", "load", "embed", "group", "enrich", "index"]
Outcome = Literal["out", "duplicate", "quarantined", "deferred", "skipped"]


class ManifestEntry(BaseModel):
    """One item on its way: its identity and the lake key that the next stage reads."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    url_hash: str
    source: str
    key: str


class Manifest(BaseModel):
    """The list of items that a stage hands on; stored as JSON under the run's log folder."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: Literal[1] = 1
    run_id: str
    stage: StageName
    entries: tuple[ManifestEntry, ...] = ()


class ItemOutcome(BaseModel):
    """What became of one item in one stage; ``reason`` is a code, ``detail`` a sentence."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    item: str
    """The item's url_hash, or its URL where it has none yet."""
    source: str
    outcome: Outcome
    reason: str | None = None
    detail: str | None = None
    key: str | None = None
    """The lake key that was being read; needed to replay a quarantined or deferred item."""


class Counts(BaseModel):
    """``in_`` = out + duplicate + quarantined + deferred + skipped; every item exactly once."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    in_: int = Field(default=0, alias="in", ge=0)
    out: int = Field(default=0, ge=0)
    duplicate: int = Field(default=0, ge=0)
    quarantined: int = Field(default=0, ge=0)
    deferred: int = Field(default=0, ge=0)
    skipped: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        parts = self.out + self.duplicate + self.quarantined + self.deferred + self.skipped
        if self.in_ != parts:
            raise ValueError(f"counts do not add up: in={self.in_}, parts={parts}")
        return self


class StageResult(BaseModel):
    """How a stage ended. ``manifest_key`` names what it handed on, ``outcomes_key`` each item's fate."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: Literal[1] = 1
    run_id: str
    stage: StageName
    counts: Counts
    sources: dict[str, Counts] = {}
    """``counts`` by source; empty in results of older versions."""
    reasons: dict[str, int] = {}
    """How often each reason code occurred, for everything that did not go out."""
    manifest_key: str
    outcomes_key: str
    started_at: datetime
    seconds: float = Field(ge=0)


class RunPlan(BaseModel):
    """What a run sets out to do; stored as ``_logs/step-functions/{run_id}/plan.json`` before its first stage."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: Literal[1] = 1
    run_id: str
    started_at: datetime
    first: StageName = "crawl"
    """The stage that it begins with; later ones read each other's manifests as always."""


class RunReport(BaseModel):
    """How a run ended; stored as ``_logs/step-functions/{run_id}/report.json``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: Literal[1] = 1
    run_id: str
    status: Literal["succeeded", "failed"]
    started_at: datetime
    finished_at: datetime
    stages: tuple[StageResult, ...]
    failed_stage: StageName | None = None
    error: str | None = None


class QuarantineRecord(BaseModel):
    """An item that could not be processed, with its reason; ``quarantine/{stage}/{run_id}/{item}.json``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: Literal[1] = 1
    run_id: str
    stage: StageName
    item: str
    source: str
    key: str | None = None
    """The lake key of what was being read, so that it can be replayed."""
    reason: str
    detail: str
    quarantined_at: datetime
    replayed_at: datetime | None = None
    """When an operator gave the item back to its stage."""
