"""The crawl stage with a browser, and without one where a source asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from imfact.bundled.newsroom.server import Newsroom
from imfact.contracts.rights import RightsMatrix
from imfact.kit.ids import UrlHash
from imfact.kit.urls import url_hash
from imfact.lake.captures import read_meta, read_page
from imfact.pipeline.crawl.browser import find_browser
from imfact.pipeline.crawl.politeness import USER_AGENT
from tests.integration.crawl.crawling import (
    LATER,
    PAGE,
    Site,
    bundled_sources,
    crawl,
    fate_of,
    reasons,
    rss_of,
    serve,
    source_of,
)
from tests.newsroom_facts import (
    RENDERED,
)


def test_a_text_behind_a_button_is_unfolded_and_pictured_where_rights_allow(
    tmp_path: Path, newsroom: Newsroom
) -> None:
    browser = find_browser()
    if browser is None:
        pytest.skip("no chromium on this machine")
    outlet = next(outlet for outlet in newsroom.outlets if outlet.layout == "folded")
    (source,) = bundled_sources(outlet.slug)
    closed = source.rights.model_copy(update={"screenshot": False})
    runs = {"pictured": source, "plain": source.model_copy(update={"rights": closed})}
    for name, asked in runs.items():
        overrides = dict(newsroom.overrides)
        output, lake = crawl(tmp_path / name, [asked], overrides, browser=browser)
        assert reasons(output) == {("out", None): RENDERED}
        texts = {url_hash(outlet.address(story.path)): story.paragraphs for story in outlet.stories}
        for entry in output.entries:
            meta, page = read_meta(lake, entry.key), read_page(lake, entry.key).decode()
            assert all(paragraph in page for paragraph in texts[UrlHash(entry.url_hash)])
            assert "기사 더보기" not in page
            assert meta.rendered
            assert (meta.screenshot_key is not None) == (name == "pictured")
            if meta.screenshot_key is not None:
                assert meta.screenshot_key == entry.key.replace(".html", ".png")
                assert lake.get(meta.screenshot_key).startswith(b"\x89PNG")
    again, _ = crawl(tmp_path / "plain", [asked], overrides, browser=browser, run_id=LATER)
    assert reasons(again) == {("duplicate", "equal_bytes"): RENDERED}, "rendering is repeatable"


def test_without_a_browser_a_rendered_source_is_skipped_and_the_run_goes_on(
    tmp_path: Path, newsroom: Newsroom
) -> None:
    sources = bundled_sources("saesol", "dalmuri")
    output, lake = crawl(tmp_path, sources, dict(newsroom.overrides), browser=None)
    articles = len(newsroom.outlets[2].stories)
    assert reasons(output) == {("out", None): articles, ("skipped", "no_browser"): 1}
    assert not [key for key in lake.keys("raw") if "saesol" in key]


def test_a_page_in_the_browser_reaches_its_own_site_only(tmp_path: Path) -> None:
    browser = find_browser()
    if browser is None:
        pytest.skip("no chromium on this machine")
    html = {"Content-Type": "text/html; charset=utf-8"}
    inside = Site({})
    with serve(inside):
        script = f"""
          fetch("/part").then((answer) => answer.text()).then((text) => document.body.append(text));
          fetch("/closed").then((answer) => answer.text()).then((text) => document.body.append(text));
          fetch("http://{inside.address}/fetched", {{mode: "no-cors"}}).catch(() => 0);
          new WebSocket("ws://{inside.address}/socket");
          new Image().src = "http://{inside.address}/pictured.png";
          setTimeout(() => {{ location = "http://{inside.address}/moved"; }}, 50);
        """
        page = f"<!doctype html><html><body><h1>제목</h1><script>{script}</script></body></html>"
        robots = b"User-agent: *\nDisallow: /closed\n"
        pages: dict[str, tuple[int, dict[str, str], bytes | None]] = {
            "/robots.txt": (200, {"Content-Type": "text/plain"}, robots),
            "/rss": (200, {}, rss_of("https://open.example/a")),
            "/a": (200, html, page.encode()),
            "/part": (200, html, "이어지는 글".encode()),
            "/closed": (200, html, "닫힌 글".encode()),
        }
        with serve(Site(pages)) as site:
            source = source_of("open", "https://open.example/rss")
            rendered = source.model_copy(
                update={"render": "browser", "rights": RightsMatrix(screenshot=True)}
            )
            overrides = {"open.example": site.address}
            output, lake = crawl(tmp_path, [rendered], overrides, browser=browser)
    assert reasons(output) == {("out", None): 1}, output.outcomes
    text = read_page(lake, output.entries[0].key).decode()
    assert "<h1>제목</h1>" in text
    assert "이어지는 글</body>" in text.replace("\n", "")
    assert "닫힌 글" not in text
    assert inside.asked == []
    assert [path for path, _, _ in site.asked] == ["/robots.txt", "/rss", "/a", "/part"]
    assert {agent for _, agent, _ in site.asked} == {USER_AGENT}


def test_a_page_that_never_rests_is_deferred_and_the_next_one_is_opened(tmp_path: Path) -> None:
    browser = find_browser()
    if browser is None:
        pytest.skip("no chromium on this machine")
    html = {"Content-Type": "text/html; charset=utf-8"}
    spinning = "<!doctype html><html><body><script>while (true) {}</script></body></html>"
    pages: dict[str, tuple[int, dict[str, str], bytes | None]] = {
        "/rss": (200, {}, rss_of("https://spin.example/spin", "https://spin.example/fine")),
        "/spin": (200, html, spinning.encode()),
        "/fine": (200, html, PAGE),
    }
    with serve(Site(pages)) as site:
        source = source_of("spin", "https://spin.example/rss")
        rendered = source.model_copy(update={"render": "browser"})
        output, _ = crawl(tmp_path, [rendered], {"spin.example": site.address}, browser=browser)
    assert fate_of(output, "https://spin.example/spin").reason == "render_failed"
    assert fate_of(output, "https://spin.example/fine").outcome == "out"
