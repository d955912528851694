"""The life of an index: increments, builds under writes, checks, swaps, roll back, crashes; both engines."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import text

from imfact.adapters.search.lancedb import LanceSearch
from imfact.contracts.article import Tombstone
from imfact.contracts.internal_api import ArticleUpsert
from imfact.contracts.runs import ManifestEntry
from imfact.contracts.search import IndexRecord, SearchDocument, SearchFilters
from imfact.kit.errors import LockHeld
from imfact.kit.hashing import text_hash
from imfact.lake import keys
from imfact.lake.articles import read_article, write_article
from imfact.pipeline.embed import stage as embed
from imfact.pipeline.index import stage as index
from imfact.pipeline.index.build import rebuild
from imfact.pipeline.index.check import IndexIncomplete, check
from imfact.pipeline.index.parts import IndexParts
from imfact.pipeline.index.switch import roll_back, swap_to
from imfact.pipeline.index.versions import IndexBuildIncomplete, NoSuchIndex
from imfact.workflow.lock import RunLock
from tests.adapters.search_engines import ENGINES, opened
from tests.encoders import PairEncoder
from tests.integration.pipeline.conftest import NOW, manifest_of

ANY = SearchFilters()
ENCODER = PairEncoder()
DEATH = """
import os, signal, sys
from pathlib import Path
from imfact.adapters.search.lancedb import LanceSearch
from imfact.lake import keys
from imfact.pipeline.index.build import rebuild
from imfact.pipeline.index.parts import IndexParts
from imfact.services.gateway.db.database import Database
from imfact.store.objects import ObjectStore
from imfact.workflow.lock import RunLock
from tests.integration.conftest import internal_client

database, lake, search, encoder = sys.argv[1:]
engine, writes = LanceSearch(Path(search)), []

class Dying(LanceSearch):
    def write(self, version, documents):
        super().write(version, documents)
        writes.append(version)
        if len(writes) == 2:
            os.kill(os.getpid(), signal.SIGKILL)

store = ObjectStore.open("file:" + lake)
with RunLock(store, "index-build", key=keys.INDEX_LOCK):
    rebuild(IndexParts(Dying(Path(search)), internal_client(Database(database)), store, encoder, 2))
"""


@pytest.fixture(params=ENGINES)
def engine(request, tmp_path):
    with opened(request.param, tmp_path / "search") as engine:
        yield engine


def parts_of(engine, gateway, lake):
    return IndexParts(engine, gateway, lake, ENCODER.version, 4)


@pytest.fixture
def parts(engine, gateway, lake):
    return parts_of(engine, gateway, lake)


@pytest.fixture
def publish(store_article, context, gateway):
    """Store an article and its vectors; return its manifest entry."""

    def publish(number, title="", body=""):
        body = body or f"{number}번째 마을의 소식이다. " + f"사정 {number}은 이렇다고 전했다. " * 5
        entry = store_article(number, title or f"마을 {number}번 소식 전해", body)
        embed.run(manifest_of(entry), context, gateway=gateway, encoder=ENCODER, batch=8)
        return entry

    return publish


@pytest.fixture
def revise(context, gateway, lake):
    """Change the headline of a published article, an hour later."""

    def revise(entry, title):
        before = read_article(lake, entry.key)
        after = before.model_copy(
            update={
                "title": title,
                "text_hash": text_hash(title, before.body),
                "fetched_at": before.fetched_at + timedelta(hours=1),
            }
        )
        key = write_article(lake, after).key
        gateway.upsert_articles([ArticleUpsert(article=after, curated_key=key)])
        fresh = entry.model_copy(update={"key": key})
        embed.run(manifest_of(fresh), context, gateway=gateway, encoder=ENCODER, batch=8)

    return revise


def run_stage(parts, context, *entries):
    return index.run(
        manifest_of(*entries),
        context,
        gateway=parts.gateway,
        engine=parts.engine,
        encoder_version=parts.encoder_version,
        batch=parts.batch,
    )


def take_down(gateway, entry):
    gateway.put_tombstones([Tombstone(url_hash=entry.url_hash, reason="요청", created_at=NOW)])


def held(engine, version=None):
    text_index, vector_index = engine.url_hashes(version or engine.current())
    assert text_index == vector_index
    return text_index


def hashes(entries):
    return {entry.url_hash for entry in entries}


# -- increments --------------------------------------------------------------------------------


def test_a_run_writes_its_manifest_and_then_what_else_changed(parts, publish, context, gateway):
    mine, others = [publish(1), publish(2)], [publish(3), publish(4)]
    output = run_stage(parts, context, *mine)
    assert len(output.outcomes) == len(output.entries) == 2
    assert held(parts.engine) == hashes(mine + others)
    assert parts.engine.record(1).cursor == gateway.outbox_end()
    take_down(gateway, others[0])
    output = run_stage(parts, context)
    assert output.outcomes == ()
    assert held(parts.engine) == hashes([*mine, others[1]])
    assert parts.engine.record(1).cursor == gateway.outbox_end()


def test_what_a_run_wrote_itself_is_not_written_twice(parts, publish, context, monkeypatch):
    entries = [publish(number) for number in (1, 2, 3)]
    written: list[SearchDocument] = []
    write = parts.engine.write

    def writing(version, documents):
        written.extend(documents)
        write(version, documents)

    monkeypatch.setattr(parts.engine, "write", writing)
    run_stage(parts, context, *entries)
    assert len(written) == 3


def test_forbidden_articles_leave_the_index(parts, publish, context, database):
    entries = [publish(1), publish(2)]
    run_stage(parts, context, *entries)
    with database.transaction() as connection:
        connection.execute(
            text("update articles set rights = rights || '{\"index\": false}' where url_hash = :h"),
            {"h": entries[0].url_hash},
        )
    run_stage(parts, context)
    assert held(parts.engine) == {entries[1].url_hash}


# -- builds ------------------------------------------------------------------------------------


def test_writes_during_a_build_are_not_lost(parts, publish, revise, gateway, context, monkeypatch):
    """Changes come after the first batch, during the check, and between check and swap."""
    engine = parts.engine
    old = [publish(number) for number in range(1, 11)]
    run_stage(parts, context, *old)
    during: list[ManifestEntry] = []
    late: list[ManifestEntry] = []
    write, count, swap = engine.write, engine.count, engine.swap

    def writing(version, documents):
        write(version, documents)
        if not during:
            during.append(publish(50))
            revise(old[2], "제목이 새로 바뀐 소식")
            take_down(gateway, old[0])
            take_down(gateway, old[9])

    def counting(version):
        if len(during) == 1:
            during.append(publish(51))
        return count(version)

    def swapping(version):
        late.append(publish(52))
        take_down(gateway, old[1])
        swap(version)

    monkeypatch.setattr(engine, "write", writing)
    monkeypatch.setattr(engine, "count", counting)
    monkeypatch.setattr(engine, "swap", swapping)
    assert rebuild(parts).version == 2
    monkeypatch.undo()
    expected = hashes([*old, *during, *late]) - hashes([old[0], old[1], old[9]])
    assert (engine.current(), engine.versions()) == (2, [1, 2])
    assert held(engine) == expected
    assert check(parts, 2).problems == ()
    found = engine.text("제목이 새로 바뀐 소식", 3, ANY)
    assert found[0].url_hash == old[2].url_hash


def test_a_run_during_a_build_and_a_build_after_it_agree(parts, publish, context, monkeypatch):
    engine = parts.engine
    run_stage(parts, context, *[publish(number) for number in range(1, 7)])
    write = engine.write
    ran: list[bool] = []

    def writing(version, documents):
        write(version, documents)
        if not ran:
            ran.append(True)
            run_stage(parts, context, publish(20))

    monkeypatch.setattr(engine, "write", writing)
    rebuild(parts)
    monkeypatch.undo()
    assert held(engine, 1) == held(engine, 2)
    assert len(held(engine)) == 7
    rebuild(parts)
    assert engine.versions() == [2, 3]


def test_a_build_that_lost_an_article_is_refused_and_leaves_no_trace(
    parts, publish, context, monkeypatch
):
    engine = parts.engine
    run_stage(parts, context, publish(1), publish(2))
    write = engine.write
    monkeypatch.setattr(engine, "write", lambda v, docs: write(v, docs[1:]))
    with pytest.raises(IndexIncomplete, match="lacks 1 articles"):
        rebuild(parts)
    assert (engine.current(), engine.versions()) == (1, [1])


def test_a_build_over_nothing_makes_an_empty_index(parts):
    result = rebuild(parts)
    assert (result.version, result.text, result.problems) == (1, 0, ())


def test_a_builder_that_is_killed_leaves_the_old_index_and_its_lock_is_taken_over(
    publish, context, gateway, lake, database, tmp_path
):
    engine = LanceSearch(tmp_path / "killed")
    parts = parts_of(engine, gateway, lake)
    entries = [publish(number) for number in range(1, 8)]
    run_stage(parts, context, *entries)
    url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    given = [url, str(tmp_path / "lake"), str(tmp_path / "killed"), ENCODER.version]
    done = subprocess.run(
        [sys.executable, "-c", DEATH, *given], capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert lake.exists(keys.INDEX_LOCK)
    assert engine.versions() == [1, 2]
    assert engine.count(2) == (4, 4)
    assert engine.current() == 1
    with pytest.raises(IndexBuildIncomplete, match="half built"):
        swap_to(parts, 2)
    assert held(engine) == hashes(entries)
    with RunLock(lake, "mine", key=keys.INDEX_LOCK):
        result = rebuild(parts)
    assert (result.version, engine.current(), engine.versions()) == (3, 3, [1, 3])
    engine.close()


def test_of_two_builders_one_is_refused(lake):
    with (
        RunLock(lake, "index-build-1", key=keys.INDEX_LOCK),
        pytest.raises(LockHeld) as refused,
        RunLock(lake, "index-build-2", key=keys.INDEX_LOCK),
    ):
        pass
    assert refused.value.exit_code == 75
    assert str(os.getpid()) in refused.value.message


# -- going back --------------------------------------------------------------------------------


def test_rolled_back_the_version_before_knows_what_happened_since(parts, publish, context, gateway):
    engine = parts.engine
    old = [publish(number) for number in range(1, 6)]
    run_stage(parts, context, *old)
    rebuild(parts)
    fresh = publish(30)
    run_stage(parts, context, fresh)
    take_down(gateway, old[0])
    assert held(engine, 1) == hashes(old)
    result = roll_back(parts)
    assert (result.version, engine.current(), result.problems) == (1, 1, ())
    assert held(engine) == hashes([*old[1:], fresh])
    with pytest.raises(NoSuchIndex):
        roll_back(parts)
    assert swap_to(parts, 2).version == 2
    assert held(engine) == hashes([*old[1:], fresh])


def test_vectors_of_another_encoder_are_not_swapped_in(parts, publish, context):
    run_stage(parts, context, publish(1))
    parts.engine.put_record(1, IndexRecord(ready=True, encoder_version="another"))
    rebuild(parts)
    with pytest.raises(IndexBuildIncomplete, match="another"):
        roll_back(parts)
    assert parts.engine.current() == 2


# -- checks ------------------------------------------------------------------------------------


def test_a_check_names_what_is_missing_and_what_is_too_much(parts, publish, context, monkeypatch):
    engine = parts.engine
    entries = [publish(number) for number in range(1, 5)]
    run_stage(parts, context, *entries)
    good = check(parts, 1)
    assert (good.problems, good.expected, good.golden) == ((), 4, 4)
    engine.remove(1, [entries[0].url_hash])
    bad = check(parts, 1)
    assert bad.problems[0] == f"The text index lacks 1 articles ({entries[0].url_hash})."
    assert f"{entries[0].url_hash} is not found by its vector." in bad.problems
    with pytest.raises(IndexIncomplete) as refused:
        bad.require()
    assert refused.value.exit_code == 65


def test_an_article_whose_vectors_are_not_there_yet_may_be_absent(
    parts, publish, store_article, context
):
    run_stage(parts, context, publish(1))
    waiting = store_article(2, "아직 벡터가 없는 소식", "글이다. " * 30)
    assert check(parts, 1).problems == ()
    assert rebuild(parts).problems == ()
    assert waiting.url_hash not in held(parts.engine)


def test_an_index_that_is_ahead_of_a_restored_database_begins_again(parts, publish, context):
    run_stage(parts, context, publish(1))
    record = parts.engine.record(1)
    parts.engine.put_record(1, record.model_copy(update={"cursor": 10_000}))
    publish(2)
    run_stage(parts, context)
    assert len(held(parts.engine)) == 2
