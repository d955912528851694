"""Whatever changes a search document is in the outbox, and nothing else; no reader misses a row."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import text

from imfact.contracts.article import Tombstone
from imfact.contracts.internal_api import EmbeddingRecord
from imfact.contracts.rights import RightsMatrix
from tests.integration.gateway.samples import SOURCES, START, article, upserts, verdict


@pytest.fixture
def changes(gateway):
    """Return the url_hashes that changed since the last call."""
    gateway.put_sources(SOURCES)
    seen = [0]

    def since():
        page = gateway.outbox(seen[0])
        seen[0] = page.highest
        return [item.url_hash for item in page.items]

    return since


def test_each_change_of_a_document_is_told_and_a_repetition_is_not(gateway, changes):
    one, other = article(1, title="도담군 딸기 수확"), article(2, title="해담시 버스 개편")
    gateway.upsert_articles(upserts([one, other]))
    assert sorted(changes()) == sorted([one.url_hash, other.url_hash])
    gateway.upsert_articles(upserts([one]))
    assert changes() == []
    gateway.put_assessments([verdict(one, trust=20, band="suspected")])
    assert changes() == [one.url_hash]
    gateway.put_assessments([verdict(one, trust=20, band="suspected")])
    assert changes() == []
    record = EmbeddingRecord(text_hash=one.text_hash, encoder_version="e1", part_key="p")
    gateway.put_embeddings([record])
    gateway.put_embeddings([record])
    assert changes() == [one.url_hash]


def test_rights_and_takedowns_are_told(gateway, changes):
    one = article(1, title="도담군 딸기 수확")
    gateway.upsert_articles(upserts([one]))
    changes()
    source = next(each for each in SOURCES if each.slug == one.source)
    forbidding = source.model_copy(
        update={"rights": source.rights.model_copy(update={"index": not source.rights.index})}
    )
    gateway.put_sources([forbidding])
    assert changes() == [one.url_hash]
    gateway.put_sources(
        [source.model_copy(update={"name": "다른 이름", "rights": forbidding.rights})]
    )
    assert changes() == []
    gateway.put_tombstones([Tombstone(url_hash=one.url_hash, reason="요청", created_at=START)])
    assert changes() == [one.url_hash]


def test_a_change_that_was_rolled_back_is_not_told(database, changes):
    with database.engine.connect() as connection:
        connection.execute(text("insert into index_outbox (url_hash) values ('a')"))
        connection.rollback()
    assert changes() == []


def test_a_reader_waits_for_a_writer_whose_id_came_first(database, gateway, changes):
    """Else it would see the later id, go on behind it, and never come back for the earlier one."""
    insert = text("insert into index_outbox (url_hash) values (:h)")
    read = []
    reader = threading.Thread(target=lambda: read.append(changes()))
    with database.transaction() as slow:
        slow.execute(insert, {"h": "first"})
        with database.transaction() as fast:
            fast.execute(insert, {"h": "second"})
        reader.start()
        reader.join(0.3)
        assert reader.is_alive()
    reader.join(10)
    assert read == [["first", "second"]]


def test_paging_and_pruning(database, gateway, changes):
    with database.transaction() as connection:
        connection.execute(
            text("insert into index_outbox (url_hash) select 'h' || n from generate_series(1, 9) n")
        )
    page = gateway.outbox(0, limit=4)
    assert [item.url_hash for item in page.items] == ["h1", "h2", "h3", "h4"]
    rest = gateway.outbox(page.items[-1].id, limit=50)
    assert [item.url_hash for item in rest.items] == ["h5", "h6", "h7", "h8", "h9"]
    assert gateway.outbox_end() == rest.highest == rest.items[-1].id
    assert gateway.prune_outbox(page.items[-1].id) == 0
    assert gateway.prune_outbox(page.items[-1].id, kept_hours=0) == 3
    assert gateway.outbox(0).lowest == page.items[-1].id


def test_rights_of_one_article(gateway, changes):
    one = article(1, title="도담군 딸기 수확", rights=RightsMatrix(index=True))
    gateway.upsert_articles(upserts([one]))
    changes()
    later = one.model_copy(
        update={
            "fetched_at": one.fetched_at.replace(year=one.fetched_at.year + 1),
            "rights": RightsMatrix(index=False),
        }
    )
    gateway.upsert_articles(upserts([later]))
    assert changes() == [one.url_hash]
