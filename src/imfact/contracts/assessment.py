"""An assessment: what imfact says of one headline, with reasons and versions."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Band = Literal["low", "suspected", "unsure"]
Tactic = Literal[
    "gap",
    "shock",
    "exaggeration",
    "question",
    "vague",
    "quote",
    "gossip",
    "distortion",
    "list",
    "other",
]
TACTICS: tuple[Tactic, ...] = get_args(Tactic)
"""In the order of a model's outputs."""

ReasonKind = Literal["lexicon", "rule", "supporting", "least_related"]
UnsureReason = Literal["near_threshold", "no_body", "paywalled", "not_korean", "too_short"]

Probability = Field(ge=0.0, le=1.0)


class Signal(BaseModel):
    """One of the three signals; ``p`` is the probability of the problem, null where it was not judged."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    p: float | None = Field(default=None, ge=0.0, le=1.0)


class Signals(BaseModel):
    """style: the headline's wording · match: the body carries it not · coherence: foreign paragraphs."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    style: Signal = Signal()
    match: Signal = Signal()
    coherence: Signal = Signal()


class Reason(BaseModel):
    """One piece of evidence.

    ``start``/``end`` are character offsets (end exclusive) in the headline (``where="title"``) or in the
    body (``where="body"``); null where the evidence is no single span. ``weight`` is in logits for
    rules and lexicon hits, a cosine for sentences.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: ReasonKind
    where: Literal["title", "body"]
    text: str
    start: int | None = Field(default=None, ge=0)
    end: int | None = Field(default=None, ge=0)
    tactic: Tactic | None = None
    weight: float | None = None
    note_ko: str
    note_en: str


class Versions(BaseModel):
    """What must be the same for the same verdict."""

    model_config = ConfigDict(frozen=True, extra="ignore", protected_namespaces=())

    model_version: str
    encoder_version: str
    policy_version: str
    text_hash: str


class Assessment(BaseModel):
    """A verdict. ``trust`` = round(100 × (1 − the largest of the judged probabilities))."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: Literal[1] = 1
    p_clickbait: float = Probability
    interval: tuple[float, float] | None = None
    """A 90% interval of ``p_clickbait``, from the calibration's own uncertainty; null where unknown."""
    band: Band
    unsure_reason: UnsureReason | None = None
    trust: int = Field(ge=0, le=100)
    signals: Signals
    tactic: Tactic | None = None
    """The main tactic seen, by the weight of the hits; null where none was."""
    sentence_ko: str
    sentence_en: str
    reasons: tuple[Reason, ...] = ()
    versions: Versions
    judged_at: datetime


SummaryFallback = Literal[
    "throttled",
    "unavailable",
    "timeout",
    "late",
    "budget",
    "misconfigured",
    "orders_in_article",
    "unusable_reply",
    "form",
    "foreign_matter",
    "unknown_figure",
    "unknown_name",
    "not_from_article",
]
"""Why a summary was picked from the article although a language model is configured.

``throttled``, ``unavailable``, ``timeout``, ``misconfigured``: the service did not answer so that it
helps; ``late``: the batch had no time left; ``budget``: the day's tokens are spent;
``orders_in_article``: the text speaks to language models and is not sent; the rest: the reply was
refused by a check.
"""


class Summary(BaseModel):
    """A summary and how it was made."""

    model_config = ConfigDict(frozen=True, extra="ignore", protected_namespaces=())

    method: Literal["extractive", "bedrock"]
    sentences: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    """Character offsets of each sentence in the body; empty where they were written anew."""
    model_id: str | None = None
    """The language model that wrote it; null where nobody wrote."""
    prompt_version: str | None = None
    """The prompt it was asked with: name and digest of the file."""
    suggested_title: str | None = None
    """A plain headline that the model suggests, never shown in place of the original."""
    fallback_reason: SummaryFallback | None = None
    """Why the model that is configured did not write this one; null where it did or none is."""
