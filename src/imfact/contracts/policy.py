"""Policy: what operators tune without touching code or models."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from imfact.contracts.assessment import Tactic

_STRICT = ConfigDict(frozen=True, extra="forbid")


class LexiconEntry(BaseModel):
    """A word or phrase of baiting headlines; matched as a substring of the NFC headline."""

    model_config = _STRICT

    term: str = Field(min_length=1)
    tactic: Tactic
    weight: float
    """In logits; positive raises p_clickbait."""
    example: str


class Lexicon(BaseModel):
    """``rules/lexicon/ko_clickbait_v1.json``."""

    model_config = _STRICT

    schema_version: Literal[1] = 1
    version: str
    entries: tuple[LexiconEntry, ...]


class Rule(BaseModel):
    """A regular expression over the headline; ``weight`` > 0 is a penalty, < 0 a bonus, in logits."""

    model_config = _STRICT

    id: str
    pattern: str
    tactic: Tactic | None = None
    weight: float
    note_ko: str
    note_en: str
    example: str


class Rules(BaseModel):
    """``rules/rules_v1.yaml``."""

    model_config = _STRICT

    schema_version: Literal[1] = 1
    version: str
    cap: float = Field(default=0.0, ge=0)
    """The most logits by which lexicon and rules together move p_clickbait; 0: evidence only."""
    rules: tuple[Rule, ...]


class Thresholds(BaseModel):
    """``thresholds/clickbait.json``: decision threshold ``T`` and the unsure band, in probabilities."""

    model_config = _STRICT

    schema_version: Literal[1] = 1
    T: float = Field(gt=0, lt=1)
    unsure_band: tuple[float, float]
    assumed_base_rate: float = Field(gt=0, lt=1)
    derived_from: str
    """The risk target and the command that gave these figures."""


class ModelRouting(BaseModel):
    """``routing/model_alias.json``; the registry's pointer decides, this file may only agree with it."""

    model_config = _STRICT

    cbt_current: str | None = None
    """The clickbait version expected to be current; null where the pointer alone says it."""


class IndexAliases(BaseModel):
    """``pipeline/opensearch_alias.json``."""

    model_config = _STRICT

    text: str = "articles_text_current"
    vector: str = "articles_vec_current"


class BatchParams(BaseModel):
    """``pipeline/batch_params.yaml``: sizes, retries and time-outs of the stages."""

    model_config = _STRICT

    schema_version: Literal[1] = 1
    load_batch: int = Field(default=50, ge=1)
    embed_batch: int = Field(default=32, ge=1)
    enrich_batch: int = Field(default=16, ge=1)
    index_batch: int = Field(default=200, ge=1)
    attempts: int = Field(default=9, ge=1)
    """Of a call of batch to a part that is away; with the pauses between, ten seconds are outlasted."""
    backoff_seconds: float = Field(default=0.5, gt=0)
    """The first pause; each is twice the one before, up to four seconds."""
    page_limit_bytes: int = Field(default=5_000_000, ge=1)
    minimum_body_characters: int = Field(default=120, ge=0)


class Policy(BaseModel):
    """One loaded, validated policy; ``version`` names the content (p- and 12 hex digits of its digest)."""

    model_config = _STRICT

    version: str
    lexicon: Lexicon
    rules: Rules
    thresholds: Thresholds
    routing: ModelRouting = ModelRouting()
    aliases: IndexAliases = IndexAliases()
    batch: BatchParams = BatchParams()
