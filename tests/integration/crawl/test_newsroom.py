"""The crawl stage over the sample newsroom: captured once, edited pages seen, rights obeyed."""

from __future__ import annotations

import time
from pathlib import Path

from imfact.bundled.newsroom.server import Newsroom
from imfact.contracts.rights import RightsMatrix
from imfact.kit.hashing import sha256_hex
from imfact.kit.urls import normalise_url, url_hash
from imfact.lake.captures import read_meta, read_page
from imfact.pipeline.crawl.browser import find_browser
from tests.integration.crawl.crawling import (
    EPOCH,
    LATER,
    RUN,
    bundled_sources,
    crawl,
    fate_of,
    reasons,
)
from tests.newsroom_facts import (
    ANNOUNCED_TWICE,
    ARTICLES,
    EDITED,
    EDITED_ADDRESS,
    EDITED_OUTLETS,
    GONE,
    ODD,
    RENDERED,
)


def test_the_newsroom_is_captured_and_a_second_crawl_changes_nothing(
    tmp_path: Path, newsroom: Newsroom
) -> None:
    started = time.monotonic()
    browser = find_browser()
    output, lake = crawl(tmp_path, bundled_sources(), dict(newsroom.overrides), browser=browser)
    seconds = time.monotonic() - started

    captured = ARTICLES if browser else ARTICLES - RENDERED
    expected: dict[tuple[str, str | None], int] = {
        ("out", None): captured,
        ("duplicate", "announced_twice"): ANNOUNCED_TWICE,
        ("skipped", "robots"): ODD["robots"],
        ("quarantined", "http_404"): ODD["http_404"],
        ("quarantined", "redirects"): ODD["redirects"],
        ("deferred", "http_500"): ODD["http_500"],
    }
    if browser is None:
        expected["skipped", "no_browser"] = 1
    assert reasons(output) == expected
    assert len({entry.url_hash for entry in output.entries}) == captured
    # Crawl-delay 1 of one outlet: robots, sitemap, 14 articles and the failing one three times.
    assert seconds > 17

    for outlet in newsroom.outlets:
        for story in outlet.stories:
            identity = url_hash(normalise_url(outlet.address(story.path)))
            found = [entry for entry in output.entries if entry.url_hash == identity]
            closed = story.path.startswith("/members/") or (
                outlet.layout == "folded" and browser is None
            )
            assert len(found) == (0 if closed else 1)
            for entry in found:
                meta, page = read_meta(lake, entry.key), read_page(lake, entry.key)
                assert story.title in page.decode("utf-8" if outlet.charset == "utf-8" else "cp949")
                assert meta.final_url.split("?")[0] == outlet.address(story.path)
                assert (meta.body_sha256, meta.body_bytes) == (sha256_hex(page), len(page))
                declared = "utf-8" if outlet.charset == "utf-8" else None
                assert (meta.http_status, meta.encoding, meta.run_id) == (200, declared, RUN)
                assert meta.rendered == (outlet.layout == "folded")
                assert meta.feed_title == story.title
                assert meta.feed_published_at == story.published_at

    before = list(lake.keys("raw"))
    fast, articles = bundled_sources("dalmuri"), len(newsroom.outlets[2].stories)
    resumed, _ = crawl(tmp_path, fast, dict(newsroom.overrides))
    assert reasons(resumed) == {("out", None): articles}, "a resumed run hands its pages on again"
    again, _ = crawl(tmp_path, fast, dict(newsroom.overrides), run_id=LATER)
    assert reasons(again) == {("duplicate", "equal_bytes"): articles}
    assert not again.entries
    assert list(lake.keys("raw")) == before


def test_a_later_crawl_finds_what_was_edited_and_reports_what_is_gone(tmp_path: Path) -> None:
    sources = bundled_sources(*EDITED_OUTLETS)
    with Newsroom(epoch=EPOCH) as outlets:
        first, lake = crawl(tmp_path, sources, dict(outlets.overrides))
        outlets.publish(2)
        second, _ = crawl(tmp_path, sources, dict(outlets.overrides), run_id=LATER)
    seen = reasons(second)
    assert (seen["out", None], seen["skipped", "gone"]) == (EDITED, GONE)
    assert seen["duplicate", "equal_bytes"] == len(first.entries) - EDITED - GONE
    edited = fate_of(second, EDITED_ADDRESS).key or ""
    assert edited.endswith(".1.html")
    titles = {read_meta(lake, key).feed_title for key in (edited, edited.replace(".1.", "."))}
    assert len(titles) == 2


def test_rights_and_tombstones_are_obeyed_before_any_fetch(
    tmp_path: Path, newsroom: Newsroom
) -> None:
    dodam, dalmuri = bundled_sources("dodam", "dalmuri")
    closed = dodam.model_copy(update={"rights": RightsMatrix(crawl=False)})
    gone = url_hash("https://dalmuri.example/sports/ground-7806")
    output, lake = crawl(
        tmp_path, [closed, dalmuri], dict(newsroom.overrides), tombstones=frozenset({gone})
    )
    assert reasons(output) == {
        ("skipped", "rights_forbid"): 1,
        ("skipped", "tombstone"): 1,
        ("out", None): len(newsroom.outlets[2].stories) - 1,
    }
    assert not [key for key in lake.keys("raw") if gone in key or "dodam" in key]
