"""The refine stage over a real lake: counts, duplicates, quarantine, and pages that kill a worker."""

import errno
import multiprocessing.synchronize
import os
import time
from typing import cast

import pytest

from imfact.contracts.article import CuratedArticle
from imfact.contracts.runs import Manifest, ManifestEntry
from imfact.kit.clock import utc_now
from imfact.kit.errors import DataError
from imfact.kit.ids import RunId
from imfact.kit.shingles import signature
from imfact.lake.articles import read_article
from imfact.lake.captures import write_capture
from imfact.lake.stage_io import StageContext, finish_stage
from imfact.pipeline.refine import pool
from imfact.pipeline.refine.stage import run
from imfact.store.objects import ObjectStore
from tests.unit.pipeline.refine.pages import FETCHED, LIMITS, html, page

RUN = RunId("20261124T030000Z-000000")


@pytest.fixture
def context(tmp_path):
    lake = ObjectStore.open(f"file:{tmp_path}/lake")
    return StageContext(run_id=RUN, lake=lake, clock=utc_now, progress=lambda done, total: None)


def captured(context, letter, text):
    data = text.encode()
    meta = page(data).meta.model_copy(update={"url_hash": letter * 32, "normalised_url": letter})
    written = write_capture(context.lake, meta, data).meta
    return ManifestEntry(url_hash=written.url_hash, source="duru", key=written.html_key)


def refine(context, *entries):
    manifest = Manifest(run_id=RUN, stage="crawl", entries=entries)
    return run(manifest, context, sources=(), limits=LIMITS)


def dated(hour):
    return f'<meta property="article:published_time" content="2026-11-24T{hour:02d}:00:00+09:00">'


def test_good_bad_and_missing_pages_are_each_counted_once(context):
    good = captured(context, "a", html())
    bad = captured(context, "b", "<html><body></body></html>")
    gone = good.model_copy(
        update={"url_hash": "c" * 32, "key": good.key.replace("a" * 32, "c" * 32)}
    )
    output = refine(context, good, bad, gone)
    assert {o.item[0]: o.outcome for o in output.outcomes} == {
        "a": "out",
        "b": "quarantined",
        "c": "quarantined",
    }
    result = finish_stage(context, "refine", output, FETCHED, 1.0)
    assert result.counts.in_ == 3
    assert result.reasons == {"no_title": 1, "object_not_found": 1}
    (entry,) = output.entries
    assert read_article(context.lake, entry.key).raw_key == good.key


def test_the_same_text_at_another_address_is_an_article_of_its_own(context):
    later = captured(context, "a", html(head=dated(9)))
    earlier = captured(context, "b", html(head=dated(8)))
    output = refine(context, later, earlier)
    assert [entry.url_hash for entry in output.entries] == [later.url_hash, earlier.url_hash]
    articles = [read_article(context.lake, entry.key) for entry in output.entries]
    assert articles[0].text_hash == articles[1].text_hash
    assert articles[0].signature == articles[1].signature == signature(articles[0].body)


def test_a_second_capture_of_the_same_page_is_a_duplicate(context):
    first = captured(context, "a", html())
    second = captured(context, "a", html() + "<!-- another visit -->")
    assert first.key != second.key
    output = refine(context, first, second)
    assert len(output.entries) == 1
    assert [(o.outcome, o.reason) for o in output.outcomes if o.outcome != "out"] == [
        ("duplicate", "same_text")
    ]


def test_running_twice_writes_nothing_new(context):
    entry = captured(context, "a", html())
    refine(context, entry)
    before = list(context.lake.keys())
    refine(context, entry)
    assert list(context.lake.keys()) == before


def _faulty(page, limits):
    if b"crash" in page.data:
        os._exit(9)
    if b"hang" in page.data:
        time.sleep(60)
    return pool.PageCrashes("fine")


def test_a_page_that_kills_or_hangs_its_worker_costs_only_itself(monkeypatch):
    monkeypatch.setattr(pool, "refine_outcome", _faulty)
    pages = [page(data) for data in (b"a", b"crash", b"b", b"hang", b"c")]
    results = list(pool.refine_pages(pages, LIMITS, workers=1, page_seconds=2))
    errors = [cast("DataError", result) for _, result in results]
    assert [error.code for error in errors] == [
        "extraction_crash",
        "extraction_crash",
        "extraction_crash",
        "extraction_timeout",
        "extraction_crash",
    ]
    assert "died" in str(errors[1])
    assert [str(errors[i]) for i in (0, 2, 4)] == ["fine"] * 3


def test_where_processes_share_no_memory_pages_are_refined_in_this_one(monkeypatch):
    def read_only(*, ctx):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(multiprocessing.synchronize, "Lock", read_only)
    (found,) = (
        result for _, result in pool.refine_pages([page(html().encode())], LIMITS, workers=2)
    )
    assert isinstance(found, CuratedArticle)
    (broken,) = (result for _, result in pool.refine_pages([page(b"")], LIMITS, workers=2))
    assert isinstance(broken, DataError)
