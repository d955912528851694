"""A takedown reaches every layer, survives interruptions and restored backups, and is obeyed."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from imfact.adapters.search.lancedb import LanceSearch
from imfact.contracts.article import Tombstone
from imfact.contracts.internal_api import ArticleUpsert
from imfact.contracts.search import SearchDocument, SearchFilters
from imfact.lake import keys
from imfact.lake.articles import read_article
from imfact.lake.stage_io import StageOutput, fate
from imfact.lake.tombstones import read_tombstones, remove_article, skipping_tombstones
from imfact.lake.vectors import read_part
from imfact.pipeline.embed import stage as embed
from imfact.pipeline.takedown.removal import Layers, reconcile, take_down
from tests.encoders import PairEncoder
from tests.integration.pipeline.conftest import NOW, manifest_of

ANY = SearchFilters()


@pytest.fixture
def engine(tmp_path):
    engine = LanceSearch(tmp_path / "search")
    for version in (1, 2):
        engine.create(version)
    engine.swap(2)
    yield engine
    engine.close()


@pytest.fixture
def layers(lake, gateway, engine):
    return Layers(lake, gateway, lambda: engine)


@pytest.fixture
def entries(store_article, context, gateway, engine, lake):
    """Two embedded, indexed articles; the first one is to be taken down."""
    stored = [store_article(1), store_article(2, body="다른 글입니다. " * 30)]
    embed.run(manifest_of(*stored), context, gateway=gateway, encoder=PairEncoder(), batch=8)
    for version in (1, 2):
        engine.write(version, [_document(lake, entry) for entry in stored])
    return stored


def _document(lake, entry):
    article = read_article(lake, entry.key)
    return SearchDocument(
        url_hash=article.url_hash,
        title=article.title,
        body=article.body,
        source=article.source,
        published_at=NOW,
        vector=tuple(np.eye(1, 384)[0].tolist()),
    )


def _mark(entry):
    return Tombstone(url_hash=entry.url_hash, reason="당사자 요청", created_at=NOW)


def test_every_layer_loses_the_article_and_keeps_the_other(layers, entries, engine, lake, gateway):
    gone, kept = entries
    raw = keys.raw_html("hanbit", NOW, gone.url_hash)
    for key in (raw, keys.meta_of(raw), raw.replace(".html", ".png")):
        lake.put(key, b"x")
    removed = take_down(layers, [_mark(gone)])
    assert removed["raw"] == 3
    assert removed["curated"] == removed["features"] == removed["database"] == 1
    left = [key for key in lake.keys("") if gone.url_hash in key]
    assert left == [keys.tombstone(gone.url_hash)]
    (part,) = lake.keys(keys.EMBEDDINGS)
    assert {one.url_hash for one in read_part(lake, part).articles.values()} == {kept.url_hash}
    for version in (1, 2):
        assert engine.count(version) == (1, 1)
    assert [hit.url_hash for hit in engine.text("도서관", 5, ANY)] == [kept.url_hash]
    assert [one.url_hash for one in gateway.documents([gone.url_hash, kept.url_hash])] == [
        kept.url_hash
    ]


def test_an_interrupted_takedown_is_ended_by_the_next_run(layers, entries, lake, gateway):
    gone = entries[0]

    class Died(Exception):
        pass

    def dying():
        raise Died

    with pytest.raises(Died):
        take_down(Layers(lake, gateway, dying), [_mark(gone)])
    assert gateway.tombstones() == ()
    assert reconcile(layers) == {gone.url_hash}
    assert [mark.url_hash for mark in gateway.tombstones()] == [gone.url_hash]
    assert [key for key in lake.keys(keys.CURATED) if gone.url_hash in key] == []


def test_a_restored_database_forgets_it_again(layers, entries, lake, gateway, database):
    gone = entries[0]
    article = read_article(lake, gone.key)
    take_down(layers, [_mark(gone)])
    with database.transaction() as connection:
        connection.exec_driver_sql("delete from tombstones")
    gateway.upsert_articles([ArticleUpsert(article=article, curated_key=gone.key)])
    assert reconcile(layers) == {gone.url_hash}
    assert gateway.documents([gone.url_hash]) == ()


def test_a_restored_lake_forgets_it_again(layers, entries, lake, gateway):
    gone = entries[0]
    record = lake.get(gone.key)
    take_down(layers, [_mark(gone)])
    lake.put(gone.key, record)
    lake.delete(keys.tombstone(gone.url_hash))
    assert reconcile(layers) == {gone.url_hash}
    assert not lake.exists(gone.key)
    assert set(read_tombstones(lake)) == {gone.url_hash}


def test_vectors_of_a_text_that_others_have_stay(entries, lake):
    gone = entries[0]
    text = read_article(lake, gone.key).text_hash
    assert remove_article(lake, [gone.url_hash], lambda texts: {text})["features"] == 0
    (part,) = lake.keys(keys.EMBEDDINGS)
    assert text in read_part(lake, part).articles


def test_stages_never_see_it_and_count_it(entries, context):
    gone, kept = entries

    def stage(manifest, context):
        assert manifest.entries == (kept,)
        return StageOutput(manifest.entries, tuple(fate(e, "out") for e in manifest.entries))

    output = skipping_tombstones(stage, lambda: {gone.url_hash})(manifest_of(*entries), context)
    assert output.entries == (kept,)
    assert [(o.outcome, o.reason) for o in output.outcomes] == [
        ("skipped", "tombstone"),
        ("out", None),
    ]


def test_an_article_never_seen_can_be_refused_in_advance(layers, gateway):
    mark = Tombstone(url_hash="0" * 32, reason="예고", created_at=NOW + timedelta(hours=1))
    assert take_down(layers, [mark])["database"] == 1
    assert gateway.tombstones() == (mark,)
