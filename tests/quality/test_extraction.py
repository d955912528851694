"""How well refine reads real pages, beside plain trafilatura in the same run; pages are found by IMFACT_EVAL_DATA."""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trafilatura

from imfact.contracts.article import CuratedArticle
from imfact.kit.errors import DataError
from imfact.kit.urls import normalise_url, url_hash
from imfact.lake.captures import read_meta, read_page
from imfact.lake.contents import starting_manifest
from imfact.pipeline.exchange.warc_import import import_warc
from imfact.pipeline.refine.article import Limits, Page, refine_page
from imfact.policy.defaults import install_defaults
from imfact.policy.loading import load_sources
from imfact.policy.presets import SourceBook, load_preset
from imfact.store.objects import ObjectStore
from tests.quality.extraction import f1, grams

pytestmark = pytest.mark.quality

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("IMFACT_EVAL_DATA") or ROOT.parent / "shared" / "data") / "html"
WARC = DATA / "pages.warc.gz"
GOLD = DATA / "gold.jsonl.gz"
LIMITS = Limits(5_000_000, 120)
LEAST_WHOLE = 235


def test_the_measure_measures():
    assert f1("하나 둘", "하나 둘") == 1.0
    assert f1("one two three four five", "one two three four six") == 0.5
    assert f1("", "text") == 0.0
    assert list(grams("새 소식지 2호")) == [
        ("새", "소", "식", "지"),
        ("소", "식", "지", "2"),
        ("식", "지", "2", "호"),
    ]
    assert f1("ニュース", "ニュース") == 1.0


@pytest.fixture(scope="module")
def refined(tmp_path_factory):
    """Import the archive and refine each page: (capture, page's bytes, article or error)."""
    if not WARC.exists() or not GOLD.exists():
        pytest.skip(f"no evaluation data at {DATA}")
    folder = tmp_path_factory.mktemp("pages")
    lake, config = ObjectStore(folder / "lake"), ObjectStore(folder / "config")
    install_defaults(config)
    book = SourceBook(config, load_preset(config, "snippet"))
    report = import_warc(WARC, lake, book, run_id="quality", limit_bytes=LIMITS.page_bytes)
    assert report.cut is None
    assert report.read == report.imported + sum(report.skipped.values())
    sources = {source.slug: source for source in load_sources(config)}
    found = []
    for entry in starting_manifest(lake, "raw", "quality").entries:
        meta, data = read_meta(lake, entry.key), read_page(lake, entry.key)
        source = sources[meta.source]
        result: CuratedArticle | DataError
        try:
            result = refine_page(Page(meta, data, source.name, source.rights), LIMITS)
        except DataError as exc:
            result = exc
        found.append((meta, data, result))
    return report, found


def test_real_pages_become_articles_with_title_body_and_date(refined, capsys):
    report, found = refined
    assert len(found) == report.imported == 258
    reasons = Counter(
        result.code if isinstance(result, DataError) else "article" for _, _, result in found
    )
    whole = [
        result
        for _, _, result in found
        if not isinstance(result, DataError) and result.body and result.published_at
    ]
    assert all(datetime(1990, 1, 1, tzinfo=UTC) < article.published_at for article in whole)
    with capsys.disabled():
        print(f"\nextraction: {len(whole)} of 258 whole; {dict(reasons)}")  # noqa: T201
    assert len(whole) >= LEAST_WHOLE


def test_texts_are_no_worse_than_plain_trafilatura(refined, capsys):
    _, found = refined
    with gzip.open(GOLD, "rt", encoding="utf-8") as lines:
        gold = {url_hash(normalise_url(row["url"])): row["text"] for row in map(json.loads, lines)}
    ours, plain = [], []
    for meta, data, result in found:
        text = gold[meta.url_hash]
        ours.append(0.0 if isinstance(result, DataError) else f1(result.body, text))
        extracted = trafilatura.bare_extraction(data, url=meta.url, with_metadata=True)
        plain.append(f1(getattr(extracted, "text", None) or "", text))
    mean, beside = sum(ours) / len(ours), sum(plain) / len(plain)
    with capsys.disabled():
        print(f"\nextraction word 4-gram F1: {mean:.4f}, plain trafilatura {beside:.4f}")  # noqa: T201
    assert mean >= beside
