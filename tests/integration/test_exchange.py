"""Pages of an archive and rows of a file become articles; what leaves comes in again the same."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pyarrow.parquet as pq
import pytest

from imfact.contracts.capture import CaptureMeta
from imfact.contracts.internal_api import ArticleUpsert
from imfact.contracts.runs import Manifest
from imfact.kit.errors import ConfigError
from imfact.kit.hashing import sha256_hex
from imfact.kit.ids import RunId
from imfact.kit.urls import normalise_url, url_hash
from imfact.lake.articles import read_article
from imfact.lake.captures import read_meta
from imfact.lake.contents import raw_keys, starting_manifest
from imfact.lake.stage_io import StageContext
from imfact.lake.warc import gzipped, warc_record
from imfact.pipeline.exchange.articles_export import export_articles
from imfact.pipeline.exchange.articles_import import import_articles
from imfact.pipeline.exchange.warc_export import export_warc
from imfact.pipeline.exchange.warc_import import import_warc
from imfact.pipeline.load import stage as load
from imfact.pipeline.refine import stage as refine
from imfact.pipeline.refine.article import Limits
from imfact.policy.defaults import install_defaults
from imfact.policy.loading import load_sources
from imfact.policy.presets import SourceBook, load_preset
from imfact.store.objects import ObjectStore

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
RUN = RunId("20261124T040000Z-0a1b2c")
TEXT = (
    "가람시는 어제 시민 도서관 세 곳의 문을 열고 누구나 밤 아홉 시까지 책을 읽을 수 있게 했다고 밝혔다. "
    "첫날에만 주민 사백여 명이 다녀갔으며 어린이 열람실에는 빈자리가 없었다고 도서관 쪽은 전했다."
)


def page(title, number):
    return (
        f'<html lang="ko"><head><meta property="og:title" content="{title}">'
        f'<meta property="article:published_time" content="2026-11-2{number}T09:00:00+09:00"></head>'
        f"<body><article><h1>{title}</h1><p>{TEXT}</p><p>{number}번째 소식이다. {TEXT}</p>"
        "</article></body></html>"
    ).encode()


def record(number, title, hours=0, status=200, data=None):
    url = f"https://news.garam.example/{number}"
    data = page(title, number) if data is None else data
    meta = CaptureMeta(
        url_hash=url_hash(normalise_url(url)),
        source="x",
        url=url,
        final_url=url,
        normalised_url=normalise_url(url),
        fetched_at=NOW - timedelta(hours=9 - hours),
        http_status=status,
        content_type="text/html; charset=utf-8",
        headers={"content-type": "text/html; charset=utf-8", "etag": f'"{number}"'},
        body_sha256=sha256_hex(data),
        body_bytes=len(data),
        html_key="",
        run_id=RUN,
    )
    return gzipped(warc_record(meta, data))


@pytest.fixture
def config(tmp_path):
    store = ObjectStore(tmp_path / "config")
    install_defaults(store)
    return store


@pytest.fixture
def context(tmp_path):
    return StageContext(RUN, ObjectStore(tmp_path / "lake"), lambda: NOW, lambda _d, _t: None)


@pytest.fixture
def archive(tmp_path):
    """Two articles, one of them three times (its headline changed and changed back), and the rest."""
    path = tmp_path / "pages.warc.gz"
    records = [
        record(2, "가람시, 버스 노선 고친다"),
        record(1, "가람시, 도서관 다시 열어", hours=2),
        record(1, "가람시, 도서관 세 곳 열어", hours=1),
        record(
            1,
            "가람시, 도서관 세 곳 열어",
            hours=3,
            data=page("가람시, 도서관 세 곳 열어", 1) + b" ",
        ),
        record(3, "없는 기사", status=404),
        record(4, "", data=b"<html><body></body></html>"),
    ]
    path.write_bytes(b"".join(records))
    return path


def take_in(path, context, config, rights="research"):
    book = SourceBook(config, load_preset(config, rights))
    return import_warc(path, context.lake, book, run_id=RUN, limit_bytes=1_000_000)


def run_refine(context, config, gateway):
    sources = load_sources(config)
    gateway.put_sources(sources)
    manifest = starting_manifest(context.lake, "raw", RUN)
    limits = Limits(1_000_000, 120)
    return refine.run(manifest, context, sources=sources, limits=limits)


def run_load(context, gateway, entries, run_id=RUN):
    manifest = Manifest(run_id=run_id, stage="load", entries=entries)
    return load.run(manifest, context, gateway=gateway, batch=2)


def tally(output):
    return Counter(f"{o.outcome} {o.reason or ''}".strip() for o in output.outcomes)


def test_an_archive_becomes_articles_with_their_history(archive, context, config, gateway):
    report = take_in(archive, context, config)
    assert (report.read, report.imported, report.skipped) == (6, 5, {"http_404": 1})
    assert report.sources_added == ("news-garam-example",)
    assert report.cut is None
    assert take_in(archive, context, config).unchanged == 5

    refined = run_refine(context, config, gateway)
    assert len(refined.outcomes) == 5
    assert tally(refined) == {"out": 4, "quarantined no_title": 1}
    loaded = run_load(context, gateway, refined.entries)
    assert tally(loaded) == {"out": 4}
    assert len({entry.key for entry in loaded.entries}) == 4
    titles = [read_article(context.lake, entry.key).title for entry in loaded.entries]
    assert titles[-1] == "가람시, 도서관 세 곳 열어"
    exported = list(gateway.exported_articles())
    assert [a.url_hash for a in exported] == sorted(a.url_hash for a in exported)
    assert {a.title for a in exported} == {"가람시, 도서관 세 곳 열어", "가람시, 버스 노선 고친다"}

    # All of it once more: nothing is written, nothing goes on.
    again = run_refine(context, config, gateway)
    assert again.entries == refined.entries
    later = StageContext(
        RunId("20261124T050000Z-0a1b2c"), context.lake, context.clock, context.progress
    )
    assert tally(run_load(later, gateway, again.entries)) == {"duplicate unchanged": 4}
    curated = starting_manifest(context.lake, "curated", RUN)
    assert [e.key for e in curated.entries] == [e.key for e in refined.entries]


@pytest.mark.parametrize("name", ["out.warc", "out.warc.gz"])
def test_what_is_exported_is_imported_the_same(archive, context, config, tmp_path, name):
    take_in(archive, context, config)
    out = tmp_path / name
    counts = export_warc(out, context.lake, load_sources(config))
    assert counts == {"exported": 5}
    fresh = StageContext(RUN, ObjectStore(tmp_path / "other"), context.clock, context.progress)
    assert take_in(out, fresh, config).imported == 5
    key_sets = [list(raw_keys(lake)) for lake in (context.lake, fresh.lake)]
    assert len(key_sets[0]) == 5

    def captures(lake):
        metas = [read_meta(lake, key) for key in raw_keys(lake)]
        return sorted((m.model_dump(exclude={"html_key"}) for m in metas), key=str)

    assert captures(context.lake) == captures(fresh.lake)
    assert export_warc(
        tmp_path / "none.warc", context.lake, load_sources(config), only="dodam"
    ) == {"exported": 0}


def test_rights_decide_what_leaves(archive, context, config, gateway, tmp_path):
    take_in(archive, context, config, rights="snippet")
    counts = export_warc(tmp_path / "a.warc", context.lake, load_sources(config))
    assert counts == {"exported": 0, "rights_forbid": 5}
    refined = run_refine(context, config, gateway)
    run_load(context, gateway, refined.entries)
    assert list(gateway.exported_articles()) == []


def test_rows_come_in_and_go_out(context, config, gateway, tmp_path):
    rows = [
        {"url": f"https://nuri.example/{n}", "source": "누리신문", "title": f"누리 소식 {n}",
         "body": f"{n} {TEXT}", "published_at": "2026-11-20T09:00:00"}
        for n in range(5)
    ]  # fmt: skip
    bad = ['{"url": "https://nuri.example/x"', '{"url": "ftp://x", "title": "t", "body": "b"}',
           '{"url": "https://nuri.example/y", "title": " ", "body": "b"}']  # fmt: skip
    path = tmp_path / "rows.jsonl"
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join([lines[0], bad[0], "", *lines[1:], *bad[1:]]), "utf-8")
    book = SourceBook(config, load_preset(config, "research"))
    report = import_articles(path, context.lake, book, fetched_at=NOW)
    assert (report.read, report.imported) == (8, 5)
    assert [part.line for part in report.broken] == [2, 8, 9]
    assert "title" in report.broken[2].reason
    later = import_articles(path, context.lake, book, fetched_at=NOW + timedelta(hours=1))
    assert (later.imported, later.unchanged) == (0, 5)

    gateway.put_sources(load_sources(config))
    manifest = starting_manifest(context.lake, "curated", RUN)
    assert tally(run_load(context, gateway, manifest.entries)) == {"out": 5}
    exported = list(gateway.exported_articles(page=2))
    assert [a.published_at for a in exported] == [datetime(2026, 11, 20, tzinfo=UTC)] * 5
    for name in ("a.jsonl", "a.parquet"):
        assert export_articles(tmp_path / name, exported) == 5
    written = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    table = pq.read_table(tmp_path / "a.parquet").to_pylist()
    assert [row["url_hash"] for row in written] == [row["url_hash"] for row in table]
    assert list(written[0]) == list(table[0]) == [
        "url", "url_hash", "source", "title", "body", "published_at", "copy_group", "story",
        "assessment",
    ]  # fmt: skip
    with pytest.raises(ConfigError):
        export_articles(tmp_path / "a.csv", exported)


def test_two_captures_of_one_address_are_loaded_by_their_keys(archive, context, config, gateway):
    take_in(archive, context, config)
    refined = run_refine(context, config, gateway)
    gateway.upsert_articles(
        [
            ArticleUpsert(article=read_article(context.lake, e.key), curated_key=e.key)
            for e in refined.entries
        ]
    )
    loaded = run_load(context, gateway, refined.entries)
    assert [o.key for o in loaded.outcomes] == [e.key for e in refined.entries]
