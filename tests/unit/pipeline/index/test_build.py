"""The first index version, which one to go back to, and what is half built."""

import pytest

from imfact.adapters.search.lancedb import LanceSearch
from imfact.contracts.search import IndexRecord
from imfact.pipeline.index.versions import (
    NoSuchIndex,
    ensure_current,
    is_whole,
    next_number,
    previous_version,
    prune,
)


@pytest.fixture
def engine(tmp_path):
    engine = LanceSearch(tmp_path / "search")
    yield engine
    engine.close()


def whole(engine, version):
    engine.create(version)
    engine.put_record(version, IndexRecord(ready=True))


def test_the_first_version_is_made_once(engine):
    assert ensure_current(engine, "e1") == 1
    assert ensure_current(engine, "e2") == 1
    assert engine.versions() == [1]
    assert engine.record(1) == IndexRecord(ready=True, encoder_version="e1")


def test_a_first_version_that_was_never_swapped_in_is_taken(engine):
    engine.create(1)
    assert ensure_current(engine) == 1
    assert engine.current() == 1
    assert engine.record(1).ready


def test_a_half_built_version_is_never_taken(engine):
    engine.create(1)
    engine.put_record(1, IndexRecord(cursor=7))
    assert ensure_current(engine) == 2
    assert not is_whole(engine, 1)


def test_numbers_are_not_used_twice_and_the_one_before_is_whole(engine):
    with pytest.raises(NoSuchIndex):
        previous_version(engine)
    whole(engine, 1)
    engine.create(2)
    whole(engine, 3)
    engine.swap(3)
    assert next_number(engine) == 4
    assert previous_version(engine) == 1
    assert prune(engine, (1,)) == [2]
    assert engine.versions() == [1, 3]


def test_half_an_index_is_seen_and_pruned(engine, tmp_path):
    whole(engine, 1)
    engine.swap(1)
    engine.create(2)
    engine._database.drop_table("articles_vec_v2")
    assert (engine.versions(), engine.halves()) == ([1], [2])
    assert next_number(engine) == 3
    assert prune(engine, ()) == [2]
    assert engine.halves() == []
