"""Rows of files that are not as they should be: what is good is kept, what is not is named."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime

import pytest

from imfact.lake import keys
from imfact.pipeline.exchange.articles_import import import_articles
from imfact.policy.defaults import install_defaults
from imfact.policy.presets import SourceBook, load_preset
from imfact.store.objects import ObjectStore

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
ROW = {
    "url": "https://garam.example/1",
    "title": "가람시, 시민 도서관 세 곳 열어",
    "body": "가람시는 어제 시민 도서관 세 곳의 문을 열었다고 밝혔다.",
}


@pytest.fixture
def lake(tmp_path):
    return ObjectStore(tmp_path / "lake")


@pytest.fixture
def take(tmp_path, lake):
    config = ObjectStore(tmp_path / "config")
    install_defaults(config)

    def taken(data, name="rows.jsonl"):
        path = tmp_path / name
        path.write_bytes(data)
        book = SourceBook(config, load_preset(config, "research"))
        return import_articles(path, lake, book, fetched_at=NOW)

    return taken


def lines(*rows):
    return "".join(json.dumps({**ROW, **row}, ensure_ascii=False) + "\n" for row in rows).encode()


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00", "9999-12-31T23:59:59-09:00"])
def test_a_moment_outside_the_calendar_costs_its_row_only(take, moment):
    done = take(lines({"published_at": moment}, {"url": "https://garam.example/2"}))
    assert (done.read, done.imported) == (2, 1)
    (fault,) = done.broken
    assert fault.line == 1
    assert fault.reason.startswith("published_at: ")


def test_the_mark_that_some_editors_put_before_a_text_is_no_part_of_it(take):
    done = take(b"\xef\xbb\xbf" + lines({}))
    assert (done.imported, done.broken) == (1, ())


def test_a_file_that_breaks_off_keeps_what_came_before_and_says_where(take, lake):
    rows = lines(
        *({"url": f"https://garam.example/{n}", "body": f"{n * n} " * n} for n in range(1, 400))
    )
    done = take(gzip.compress(rows)[:-3_000], "rows.jsonl.gz")
    assert done.cut is not None
    assert 0 < done.read < 399
    assert done.imported == done.read == len(list(lake.keys(keys.CURATED)))
    assert f"after row {done.read}" in done.cut


@pytest.mark.parametrize(
    "data", [b"no gzip at all", gzip.compress(b"x" * 99, mtime=0)[:12] + b"\xff" * 40]
)
def test_a_file_that_is_not_what_its_name_says_is_named(take, data):
    done = take(data, "rows.jsonl.gz")
    assert (done.read, done.imported) == (0, 0)
    assert done.cut is not None
    assert done.cut.startswith("rows.jsonl.gz breaks off after row 0: ")


@pytest.mark.parametrize("field", ["title", "body"])
@pytest.mark.parametrize("text", ["\u200b", "\u0000 ", "\ufeff\u200d\n"])
def test_a_text_that_nobody_could_see_is_none(take, field, text):
    done = take(json.dumps(ROW | {field: text}).encode())
    assert (done.read, done.imported) == (1, 0)
    assert field in done.broken[0].reason
