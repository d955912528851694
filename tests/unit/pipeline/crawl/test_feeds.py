"""Feeds as outlets really write them: charsets, dates, missing parts, and hostile XML."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from imfact.pipeline.crawl.feeds import Announced, FeedKind, MalformedFeed, read_feed


def rss(items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


def test_an_rss_item_is_read_with_its_moment_in_utc() -> None:
    feed = rss(
        "<item><title> 첫\n 기사 </title><link>\nhttps://dodam.example/1\n</link>"
        "<pubDate>Tue, 24 Nov 2026 12:30:00 +0900</pubDate></item>"
    )
    moment = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
    assert read_feed("rss", feed) == [Announced("https://dodam.example/1", "첫 기사", moment)]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-24T12:30:00+09:00", datetime(2026, 11, 24, 3, 30, tzinfo=UTC)),
        ("2026-11-24 12:30:00", datetime(2026, 11, 24, 3, 30, tzinfo=UTC)),
        ("Tue, 24 Nov 2026 03:30:00 GMT", datetime(2026, 11, 24, 3, 30, tzinfo=UTC)),
        ("어제", None),
        ("", None),
    ],
)
def test_dates_without_a_zone_are_korean_and_nonsense_is_no_date(
    text: str, moment: datetime | None
) -> None:
    feed = rss(f"<item><link>https://dodam.example/1</link><pubDate>{text}</pubDate></item>")
    assert read_feed("rss", feed)[0].published_at == moment


def test_a_permanent_guid_stands_in_for_a_missing_link_and_an_opaque_one_does_not() -> None:
    feed = rss(
        "<item><guid>https://dodam.example/1</guid></item>"
        '<item><guid isPermaLink="false">dodam-2</guid></item><item><title>주소 없음</title></item>'
    )
    assert [item.url for item in read_feed("rss", feed)] == ["https://dodam.example/1"]


@pytest.mark.parametrize("declared", ["EUC-KR", "ks_c_5601-1987"])
def test_a_korean_legacy_charset_is_read_as_cp949(declared: str) -> None:
    # 똠 exists in cp949 only.
    text = (
        f'<?xml version="1.0" encoding="{declared}"?>\n<rss><channel><item><title>똠얌 축제</title>'
        "<link>https://dodam.example/1</link></item></channel></rss>"
    )
    assert read_feed("rss", text.encode("cp949"))[0].title == "똠얌 축제"


def test_a_news_sitemap_is_read_in_its_order() -> None:
    sitemap = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://dodam.example/2</loc><news:news><news:title>둘</news:title>
<news:publication_date>2026-11-24T12:00:00+09:00</news:publication_date></news:news></url>
<url><loc>https://dodam.example/1</loc><lastmod>2026-11-23</lastmod></url></urlset>"""
    assert read_feed("news_sitemap", sitemap.encode()) == [
        Announced("https://dodam.example/2", "둘", datetime(2026, 11, 24, 3, tzinfo=UTC)),
        Announced("https://dodam.example/1", None, datetime(2026, 11, 22, 15, tzinfo=UTC)),
    ]


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<rss><channel><item><link>&b;</link></item></channel></rss>"
)
FILE = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss><item><link>&x;</link></item></rss>'


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("rss", b""),
        ("rss", b"<rss><channel><item>"),
        ("rss", b"<!doctype html><html><body>not a feed</body></html>"),
        ("rss", b"<urlset></urlset>"),
        ("news_sitemap", b"<rss></rss>"),
        ("rss", b'<?xml version="1.0" encoding="klingon"?><rss></rss>'),
        ("rss", b"<rss>&nbsp;</rss>"),
        ("rss", BOMB),
        ("rss", FILE),
    ],
)
def test_a_feed_that_is_none_is_refused(kind: FeedKind, data: bytes) -> None:
    with pytest.raises(MalformedFeed) as caught:
        read_feed(kind, data)
    assert caught.value.code == "malformed_feed"
