"""Fictional sources, articles and verdicts for the gateway's tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from imfact.contracts.article import CuratedArticle
from imfact.contracts.assessment import (
    Assessment,
    Band,
    Reason,
    Signal,
    Signals,
    Summary,
    Versions,
)
from imfact.contracts.internal_api import ArticleUpsert, AssessmentUpsert
from imfact.contracts.rights import RightsMatrix
from imfact.contracts.source import Source
from imfact.kit.hashing import text_hash
from imfact.kit.urls import normalise_url, url_hash

START = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
OPEN = RightsMatrix(show="full", summarise=True)

SOURCES = (
    Source(
        slug="haedam", name="해담일보", homepage="https://haedam.example", feeds=(), rights=OPEN
    ),
    Source(
        slug="narae",
        name="나래경제",
        name_en="Narae Economy",
        homepage="https://narae.example",
        feeds=(),
        rights=OPEN,
    ),
)

BODY = (
    "해담시 의회는 월요일 임시회를 열고 내년 버스 노선 개편안을 의결했다.\n"
    "개편안은 통학 노선 세 개를 늘리고 심야 노선 두 개를 잇는 내용을 담았다.\n"
    "시는 내년 3월부터 새 노선을 운행할 계획이라고 밝혔다. 요금은 그대로 둔다."
)


def article(number: int = 1, **changes: Any) -> CuratedArticle:
    """Article ``number``, published so many minutes after the start."""
    url = f"https://haedam.example/news/{number}?utm_source=feed"
    normalised = normalise_url(url)
    moment = START + timedelta(minutes=number)
    values: dict[str, Any] = {
        "url_hash": url_hash(normalised),
        "source": "haedam",
        "url": url,
        "normalised_url": normalised,
        "title": f"해담시, 버스 노선 개편안 의결 {number}",
        "body": BODY,
        "author": "한나래",
        "section": "사회",
        "published_at": moment,
        "published_precision": "minute",
        "fetched_at": moment + timedelta(hours=1),
        "extraction": "jsonld",
        "raw_key": f"raw/haedam/2026/11/23/{number}.html",
        "rights": OPEN,
        **changes,
    }
    values.setdefault("text_hash", text_hash(values["title"], values["body"]))
    return CuratedArticle(**values)


def upsert(one: CuratedArticle, version: int = 0) -> ArticleUpsert:
    suffix = f".{version}" if version else ""
    return ArticleUpsert(article=one, curated_key=f"curated/2026/11/23/{one.url_hash}{suffix}.json")


def upserts(articles: Sequence[CuratedArticle]) -> list[ArticleUpsert]:
    return [upsert(one) for one in articles]


def verdict(
    one: CuratedArticle,
    *,
    trust: int = 90,
    band: Band = "low",
    model_version: str = "m1",
    judged_at: datetime = START,
    summary: Summary | None = None,
) -> AssessmentUpsert:
    probability = 1 - trust / 100
    return AssessmentUpsert(
        url_hash=one.url_hash,
        assessment=Assessment(
            p_clickbait=probability,
            interval=(max(0.0, probability - 0.05), min(1.0, probability + 0.05)),
            band=band,
            trust=trust,
            signals=Signals(style=Signal(p=probability)),
            sentence_ko="제목이 사실을 차분히 전합니다.",
            sentence_en="The headline states the matter calmly.",
            reasons=(
                Reason(
                    kind="rule",
                    where="title",
                    text=one.title[:3],
                    start=0,
                    end=3,
                    tactic="question",
                    weight=0.4,
                    note_ko="묻기만 하고 답하지 않습니다.",
                    note_en="It asks and does not answer.",
                ),
            ),
            versions=Versions(
                model_version=model_version,
                encoder_version="e1",
                policy_version="p1",
                text_hash=one.text_hash,
            ),
            judged_at=judged_at,
        ),
        summary=summary,
    )
