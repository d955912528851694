"""Captures and curated articles are never overwritten."""

from datetime import UTC, datetime

import pytest

from imfact.contracts.article import CuratedArticle
from imfact.contracts.capture import CaptureMeta
from imfact.contracts.rights import RightsMatrix
from imfact.kit.errors import ContractError
from imfact.kit.hashing import sha256_hex, text_hash
from imfact.lake import keys
from imfact.lake.articles import read_article, write_article
from imfact.lake.captures import read_meta, read_page, write_capture
from imfact.store.objects import ObjectStore

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
HASH = "ab" * 16


@pytest.fixture
def lake(tmp_path):
    return ObjectStore.open(f"file:{tmp_path}/lake")


def meta(page: bytes, run_id: str = "20261124T010000Z-000000") -> CaptureMeta:
    return CaptureMeta(
        url_hash=HASH,
        source="hanbit",
        url="https://hanbit.example/1",
        final_url="https://hanbit.example/1",
        normalised_url="https://hanbit.example/1",
        fetched_at=NOW,
        http_status=200,
        body_sha256=sha256_hex(page),
        body_bytes=len(page),
        html_key="",
        run_id=run_id,
    )


def article(title: str = "제목", **changes: object) -> CuratedArticle:
    base = CuratedArticle(
        url_hash=HASH,
        source="hanbit",
        url="https://hanbit.example/1",
        normalised_url="https://hanbit.example/1",
        title=title,
        body="본문입니다.",
        fetched_at=NOW,
        extraction="jsonld",
        text_hash=text_hash(title, "본문입니다."),
        raw_key=f"raw/hanbit/2026/11/24/{HASH}.html",
        rights=RightsMatrix(),
    )
    return base.model_copy(update=changes)


def test_equal_bytes_are_captured_once(lake):
    first = write_capture(lake, meta(b"<p>a"), b"<p>a")
    again = write_capture(lake, meta(b"<p>a", "20261124T020000Z-000001"), b"<p>a")
    assert first.new
    assert not again.new
    assert again.meta.html_key == first.meta.html_key
    assert len(list(lake.keys("raw"))) == 2


def test_what_the_same_run_captured_before_is_new_to_it(lake):
    first = write_capture(lake, meta(b"<p>a"), b"<p>a")
    resumed = write_capture(lake, meta(b"<p>a"), b"<p>a")
    assert resumed.new
    assert resumed.meta == first.meta
    assert len(list(lake.keys("raw"))) == 2


def test_a_picture_lies_beside_its_page_and_its_meta_names_it(lake):
    written = write_capture(lake, meta(b"<p>a"), b"<p>a", b"png of a")
    changed = write_capture(lake, meta(b"<p>b"), b"<p>b", b"png of b")
    assert written.meta.screenshot_key == f"raw/hanbit/2026/11/24/{HASH}.png"
    assert changed.meta.screenshot_key == f"raw/hanbit/2026/11/24/{HASH}.1.png"
    assert lake.get(changed.meta.screenshot_key) == b"png of b"
    again = write_capture(lake, meta(b"<p>a", "20261124T020000Z-000001"), b"<p>a", b"another png")
    assert not again.new
    assert lake.get(written.meta.screenshot_key) == b"png of a"


def test_a_changed_page_gets_a_number_and_its_own_meta(lake):
    write_capture(lake, meta(b"<p>a"), b"<p>a")
    changed = write_capture(lake, meta(b"<p>b"), b"<p>b")
    assert changed.new
    assert changed.meta.html_key.endswith(".1.html")
    assert read_page(lake, changed.meta.html_key) == b"<p>b"
    assert read_meta(lake, changed.meta.html_key).body_sha256 == sha256_hex(b"<p>b")


def test_a_page_without_meta_is_completed(lake):
    first = write_capture(lake, meta(b"<p>a"), b"<p>a")
    lake.delete(keys.meta_of(first.meta.html_key))
    assert write_capture(lake, meta(b"<p>a"), b"<p>a").new


def test_a_broken_meta_says_so(lake):
    first = write_capture(lake, meta(b"<p>a"), b"<p>a")
    lake.put(keys.meta_of(first.meta.html_key), b"{")
    with pytest.raises(ContractError, match="meta"):
        read_meta(lake, first.meta.html_key)


def test_the_same_article_is_written_once(lake):
    first = write_article(lake, article())
    later = write_article(lake, article(fetched_at=NOW.replace(hour=5), raw_key="raw/other"))
    assert first.written
    assert not later.written
    assert later.key == first.key


def test_a_rederived_article_names_its_parents(lake):
    first = write_article(lake, article())
    second = write_article(lake, article("다른 제목"))
    assert second.written
    assert second.key.endswith(".1.json")
    assert read_article(lake, second.key).parents == (first.key,)
    back = write_article(lake, article())
    assert (back.written, back.key) == (False, first.key)


def test_a_broken_record_says_so(lake):
    first = write_article(lake, article())
    lake.put(first.key, b'{"title": 3}')
    with pytest.raises(ContractError, match="curated"):
        read_article(lake, first.key)
