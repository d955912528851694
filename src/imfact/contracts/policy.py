"""Policy: what operators tune without touching code or models."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from imfact.contracts.assessment import Tactic

POLICY_VERSION_PATTERN = r"^v[1-9]\d*-[0-9a-f]{12}$"
"""``v``, the number of the publication, and 12 hex digits of the digest of its files."""

_STRICT = ConfigDict(frozen=True, extra="forbid")


TermForm = Literal["noun", "stem", "word", "tail"]
"""How a term stands in a headline; all but ``tail`` begin where a word begins.

noun: particles may follow, no other letters · stem: any ending may follow · word: nothing follows ·
tail: like noun, but also behind another word (품절대란). Digits do not bind: 5가지 is two words.
"""


class LexiconEntry(BaseModel):
    """A word or phrase of baiting headlines, matched in the NFC headline; spaces in it are optional."""

    model_config = _STRICT

    term: str = Field(pattern=r"^\S+(?: \S+)*$", max_length=30)
    form: TermForm = "stem"
    tactic: Tactic
    weight: float = Field(ge=-2, le=2)
    """In logits; positive raises p_clickbait."""
    example: str = Field(min_length=1)
    """A headline of nobody's that contains the term."""


class Lexicon(BaseModel):
    """``rules/lexicon/ko_clickbait_v1.json``."""

    model_config = _STRICT

    schema_version: Literal[1] = 1
    version: str
    weights_from: str = ""
    """How the weights were set, in words."""
    entries: tuple[LexiconEntry, ...]


class Rule(BaseModel):
    """One thing seen in a headline; ``weight`` > 0 is a penalty, < 0 a bonus, in logits.

    Either ``pattern`` finds it, or more than ``quoted_share_over`` of the headline stands in quotation
    marks.
    """

    model_config = _STRICT

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    pattern: str | None = Field(default=None, min_length=1, max_length=1_000)
    """A Python regular expression, searched once in the NFC headline."""
    quoted_share_over: float | None = Field(default=None, ge=0, lt=1)
    tactic: Tactic | None = None
    weight: float = Field(ge=-2, le=2)
    note_ko: str
    note_en: str
    example: str = Field(min_length=1)

    @model_validator(mode="after")
    def _one_condition(self) -> Self:
        if (self.pattern is None) == (self.quoted_share_over is None):
            raise ValueError("give either pattern or quoted_share_over")
        return self


class Rules(BaseModel):
    """``rules/rules_v1.yaml``."""

    model_config = _STRICT

    schema_version: Literal[1] = 1
    version: str
    cap: float = Field(default=0.0, ge=0)
    """The most logits by which lexicon and rules together move p_clickbait; 0: evidence only."""
    rules: tuple[Rule, ...]


class SignalThresholds(BaseModel):
    """Decision threshold ``T`` and the unsure band of one signal, in probabilities."""

    model_config = _STRICT

    T: float = Field(gt=0, lt=1)
    unsure_band: tuple[float, float]
    assumed_base_rate: float = Field(gt=0, lt=1)
    derived_from: str
    """The risk target and the command that gave these figures."""


class Thresholds(SignalThresholds):
    """``thresholds/clickbait.json``: those of style, and of match and coherence where they decide.

    Without its own thresholds a signal is shown, and no band hangs on it.
    """

    schema_version: Literal[1] = 1
    match: SignalThresholds | None = None
    coherence: SignalThresholds | None = None


class Canary(BaseModel):
    """The candidate judges a share of the articles; which ones follows from their url_hash."""

    model_config = _STRICT

    version: str
    share: float = Field(gt=0, le=1)


class ModelRouting(BaseModel):
    """``routing/model_alias.json``; the registry's pointer decides, this file may only agree with it."""

    model_config = _STRICT

    cbt_current: str | None = None
    """The clickbait version expected to be current; null where the pointer alone says it."""
    canary: Canary | None = None
    """Judges its share for readers; null for nobody."""
    shadow: str | None = None
    """The version in the candidate slot whose scores are only logged; null for none."""


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
    judge_batch: int = Field(default=8, ge=1, le=256)
    """Headlines that the AI service judges at once, of whichever requests."""
    judge_wait_milliseconds: int = Field(default=4, ge=0, le=1_000)
    """How long the first of them waits for company."""
    judge_queue: int = Field(default=1_024, ge=256)
    """Headlines that may wait; a request beyond is answered 503."""
    judge_cache: int = Field(default=4_096, ge=0)
    """Verdicts kept in memory."""
    follow_seconds: float = Field(default=5.0, gt=0)
    """How often the AI service looks at pointer, routing and policy."""


class Policy(BaseModel):
    """One loaded, validated policy; ``version`` is the id of the published version it was read from."""

    model_config = _STRICT

    version: str
    lexicon: Lexicon
    rules: Rules
    thresholds: Thresholds
    routing: ModelRouting = ModelRouting()
    aliases: IndexAliases = IndexAliases()
    batch: BatchParams = BatchParams()


class PolicyVersion(BaseModel):
    """``policy/{number}.json``: one publication. Its files are never changed."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: Literal[1] = 1
    version: str = Field(pattern=POLICY_VERSION_PATTERN)
    number: int = Field(ge=1)
    published_at: datetime
    note: str = ""
    """Why, in the publisher's words."""
    files: dict[str, str]
    """Path below the version's folder → SHA-256 of the bytes."""


class PolicyPointer(BaseModel):
    """``policy_current/pointer.json``: which policy version is current; nothing else decides it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    target: str = Field(pattern=POLICY_VERSION_PATTERN)
