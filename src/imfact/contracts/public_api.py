"""Bodies of the gateway's public API, /v1."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from imfact.contracts.assessment import (
    Assessment,
    Band,
    ReasonKind,
    Summary,
    Tactic,
    UnsureReason,
)
from imfact.contracts.model import Quality

_OUT = ConfigDict(frozen=True)
_IN = ConfigDict(frozen=True, extra="forbid")

SearchMode = Literal["text", "vector", "hybrid"]
Sort = Literal["newest", "least_trusted", "most_trusted"]
Fold = Literal["all", "copies", "none"]
SearchFold = Literal["copies", "none"]


class Problem(BaseModel):
    """RFC 9457 problem details with our stable ``code``; content type application/problem+json."""

    model_config = _OUT

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str


class SourceItem(BaseModel):
    """An outlet as readers see it."""

    model_config = _OUT

    slug: str
    name: str
    name_en: str | None = None
    homepage: str


class TitleMark(BaseModel):
    """A span of the headline that counted, offsets in characters, end exclusive."""

    model_config = _OUT

    start: int
    end: int
    kind: ReasonKind
    tactic: Tactic | None
    note_ko: str
    note_en: str


class Verdict(BaseModel):
    """An assessment as a list row shows it."""

    model_config = _OUT

    p_clickbait: float
    interval: tuple[float, float] | None
    band: Band
    unsure_reason: UnsureReason | None
    trust: int
    tactic: Tactic | None
    sentence_ko: str
    sentence_en: str
    marks: tuple[TitleMark, ...]


class RelatedItem(BaseModel):
    """An article beside another one: a copy of its text, or another headline of its story.

    The fields of the verdict are null (the sentences empty) while it has not been judged.
    """

    model_config = _OUT

    url_hash: str
    title: str
    source: SourceItem
    published_at: datetime | None
    is_original: bool = Field(description="The first of a copy group, which the others repeat.")
    p_clickbait: float | None
    interval: tuple[float, float] | None
    trust: int | None
    band: Band | None
    sentence_ko: str
    sentence_en: str


class Copies(BaseModel):
    """Other articles with the same text, the original first, then by time."""

    model_config = _OUT

    count: int = Field(ge=0)
    items: tuple[RelatedItem, ...]
    """At most 20 of them."""


class Story(BaseModel):
    """Other headlines of the same event, newest first; of a copy group one, its original."""

    model_config = _OUT

    id: str
    """url_hash of the article that began the story."""
    count: int = Field(ge=1)
    items: tuple[RelatedItem, ...]
    """At most 20 of them."""


class ArticleItem(BaseModel):
    """An article as a list row."""

    model_config = _OUT

    url_hash: str
    url: str
    title: str
    source: SourceItem
    section: str | None
    published_at: datetime | None
    snippet: str
    """The first 120 characters of the body; empty where rights forbid showing it."""
    verdict: Verdict | None
    """Null while the headline has not been judged."""
    revision_count: int = Field(
        ge=1, description="States of headline and body seen so far; 1 where nothing changed."
    )
    title_changes: int = Field(ge=0, description="How often the headline itself changed.")
    copies: Copies
    story: Story | None
    """Null where nobody else tells the event."""


class ArticlePage(BaseModel):
    """One page; ``next`` is the opaque cursor of the following one, null at the end."""

    model_config = _OUT

    items: tuple[ArticleItem, ...]
    next: str | None


class RevisionItem(BaseModel):
    """One state of headline and body with the verdict on it, null while it has none."""

    model_config = _OUT

    number: int
    title: str
    seen_at: datetime
    title_changed: bool
    body_changed: bool
    """Both against the state before; false for the first."""
    p_clickbait: float | None
    interval: tuple[float, float] | None
    trust: int | None
    band: Band | None
    sentence_ko: str
    sentence_en: str


class ArticleDetail(BaseModel):
    """One article whole, as far as its rights allow."""

    model_config = _OUT

    article: ArticleItem
    author: str | None
    fetched_at: datetime
    paywalled: bool
    show: Literal["none", "snippet", "full"]
    body: str | None
    """The text, paragraphs separated by newlines; null where only a snippet may be shown."""
    assessment: Assessment | None
    summary: Summary | None
    revisions: tuple[RevisionItem, ...]


class SearchItem(BaseModel):
    """One hit with why it was found."""

    model_config = _OUT

    article: ArticleItem
    score: float
    """Comparable within one answer only."""
    matched: tuple[Literal["text", "vector"], ...]
    highlights: tuple[tuple[int, int], ...]
    """Spans of the query's words in the headline."""
    passage: str | None
    """The passage of the body that matches best, null where rights forbid it or none does."""


class SearchPage(BaseModel):
    """One page of hits over a list frozen at the first page."""

    model_config = _OUT

    query: str
    mode: SearchMode
    items: tuple[SearchItem, ...]
    next: str | None


class TodayPoint(BaseModel):
    """One headline as a dot on the strip."""

    model_config = _OUT

    url_hash: str
    title: str
    trust: int
    band: Band


class Today(BaseModel):
    """All judged headlines of the newest day (Asia/Seoul) that has any; copies count once."""

    model_config = _OUT

    day: date | None
    is_today: bool
    counts: dict[Band, int]
    points: tuple[TodayPoint, ...]
    sections: tuple[str, ...]


class SignalMarks(BaseModel):
    """The marks of one signal's gauge, in probabilities."""

    model_config = _OUT

    threshold: float
    unsure_band: tuple[float, float]


class Method(BaseModel):
    """What the verdict rests on: the gauge's marks and the versions in force."""

    model_config = ConfigDict(frozen=True, protected_namespaces=())

    threshold: float
    unsure_band: tuple[float, float]
    match: SignalMarks | None = None
    coherence: SignalMarks | None = None
    """Null where no band hangs on the signal."""
    assumed_base_rate: float
    derived_from: str
    model_version: str
    encoder_version: str
    policy_version: str
    trained_on: str
    quality: Quality | None = None
    """How good the model was seen to be; null where its version brings no figures."""


class AssessRequest(BaseModel):
    """A headline to judge; the body may be empty."""

    model_config = _IN

    title: str = Field(min_length=1, max_length=1_000)
    body: str = Field(default="", max_length=100_000)


class AssessAnswer(BaseModel):
    """The verdict with what the page needs to show it in place."""

    model_config = _OUT

    verdict: Verdict
    assessment: Assessment
    summary: Summary | None


class Health(BaseModel):
    """``ok`` or what is missing, by part."""

    model_config = _OUT

    status: Literal["ok", "unavailable"]
    parts: dict[str, str]
