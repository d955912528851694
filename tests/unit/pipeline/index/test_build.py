"""Index versions over the embedded engine: the first one, rebuilds, and builds that fail."""

from datetime import UTC, datetime

import pytest

from imfact.adapters.search.lancedb import LanceSearch
from imfact.contracts.search import SearchDocument, SearchFilters
from imfact.pipeline.index.build import IndexIncomplete, ensure_current, rebuild

MOMENT = datetime(2026, 11, 24, tzinfo=UTC)


def document(number: int, title: str = "가람시 산책로 정비") -> SearchDocument:
    return SearchDocument(
        url_hash=f"{number:032x}",
        title=title,
        body="가람시가 산책로를 고쳤다.",
        source="duru",
        published_at=MOMENT,
        vector=(1.0,) + (0.0,) * 383,
    )


@pytest.fixture
def engine(tmp_path):
    engine = LanceSearch(tmp_path / "search")
    yield engine
    engine.close()


def test_the_first_version_is_made_once(engine):
    assert ensure_current(engine) == 1
    assert ensure_current(engine) == 1
    assert engine.versions() == [1]


def test_a_version_that_was_never_swapped_in_is_taken(engine):
    engine.create(1)
    assert ensure_current(engine) == 1
    assert engine.current() == 1


def test_rebuild_swaps_and_keeps_the_one_before(engine):
    first = ensure_current(engine)
    engine.write(first, [document(1, "낡은 제목")])
    assert rebuild(engine, [document(n) for n in (1, 2, 3)], batch=2) == 2
    assert (engine.current(), engine.versions()) == (2, [1, 2])
    assert engine.count(2) == (3, 3)
    assert {hit.url_hash for hit in engine.text("산책로", 10, SearchFilters())} == {
        document(n).url_hash for n in (1, 2, 3)
    }
    assert rebuild(engine, [], batch=2) == 3
    assert engine.versions() == [2, 3]


def test_a_build_that_fails_leaves_no_trace(engine):
    ensure_current(engine)

    def broken():
        yield document(1)
        raise OSError("the gateway is gone")

    with pytest.raises(OSError, match="gone"):
        rebuild(engine, broken(), batch=1)
    assert (engine.current(), engine.versions()) == (1, [1])


def test_a_build_that_lost_a_document_is_refused(engine, monkeypatch):
    ensure_current(engine)
    write = engine.write
    monkeypatch.setattr(engine, "write", lambda version, documents: write(version, documents[1:]))
    with pytest.raises(IndexIncomplete):
        rebuild(engine, [document(1), document(2)], batch=5)
    assert (engine.current(), engine.versions()) == (1, [1])
