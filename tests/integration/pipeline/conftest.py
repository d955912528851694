"""A lake with curated articles that the gateway already holds, ready to be embedded and enriched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from imfact.clients.gateway import GatewayClient
from imfact.contracts.article import CuratedArticle
from imfact.contracts.internal_api import ArticleUpsert
from imfact.contracts.rights import RightsMatrix
from imfact.contracts.runs import Manifest, ManifestEntry
from imfact.contracts.source import Source
from imfact.kit.hashing import text_hash
from imfact.kit.ids import RunId
from imfact.kit.urls import normalise_url, url_hash
from imfact.lake.articles import write_article
from imfact.lake.stage_io import StageContext
from imfact.store.objects import ObjectStore

NOW = datetime(2026, 11, 24, 4, 45, tzinfo=UTC)
RUN = RunId("20261124T044500Z-0a1b2c")
BODY = (
    "가람시는 어제 어린이 도서관 세 곳을 열었다고 밝혔다.\n시민 백여 명이 문을 여는 자리에 함께했다. "
    "도서관마다 책 만 권과 작은 마당이 있어 누구나 쉬어 갈 수 있다.\n한편 새별산에는 첫 서리가 내렸다."
)
StoreArticle = Callable[..., ManifestEntry]


@pytest.fixture
def lake(tmp_path: Path) -> ObjectStore:
    return ObjectStore(tmp_path / "lake")


@pytest.fixture
def context(lake: ObjectStore) -> StageContext:
    return StageContext(RUN, lake, lambda: NOW, lambda done, total: None)


@pytest.fixture
def store_article(lake: ObjectStore, gateway: GatewayClient) -> StoreArticle:
    """Write an article to the lake and the gateway; return its manifest entry."""
    gateway.put_sources(
        [Source(slug="hanbit", name="한빛", homepage="https://hanbit.example/", feeds=())]
    )

    def store(
        number: int,
        title: str = "",
        body: str = BODY,
        *,
        summarise: bool = True,
        paywalled: bool = False,
        later: float = 0,
    ) -> ManifestEntry:
        url = f"https://hanbit.example/{number}"
        title = title or f"가람시, 도서관 {number}곳 열어"
        article = CuratedArticle(
            url_hash=url_hash(normalise_url(url)),
            source="hanbit",
            url=url,
            normalised_url=normalise_url(url),
            title=title,
            body=body,
            published_at=NOW - timedelta(hours=number),
            fetched_at=NOW + timedelta(hours=later),
            paywalled=paywalled,
            extraction="jsonld",
            text_hash=text_hash(title, body),
            raw_key="raw/hanbit/x.html",
            rights=RightsMatrix(summarise=summarise),
        )
        key = write_article(lake, article).key
        gateway.upsert_articles([ArticleUpsert(article=article, curated_key=key)])
        return ManifestEntry(url_hash=article.url_hash, source="hanbit", key=key)

    return store


def manifest_of(*entries: ManifestEntry) -> Manifest:
    return Manifest(run_id=RUN, stage="load", entries=entries)
