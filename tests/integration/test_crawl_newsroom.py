"""The crawl stage against real servers on loopback: the sample newsroom, and one site that misbehaves."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path

import pytest

from imfact.bundled.newsroom.content import SLUGS
from imfact.bundled.newsroom.server import Newsroom
from imfact.contracts.rights import RightsMatrix
from imfact.contracts.runs import ItemOutcome, Manifest
from imfact.contracts.source import Feed, Source
from imfact.kit.clock import utc_now
from imfact.kit.hashing import sha256_hex
from imfact.kit.ids import RunId, UrlHash
from imfact.kit.urls import normalise_url, url_hash
from imfact.lake import keys
from imfact.lake.captures import read_meta, read_page
from imfact.lake.stage_io import StageContext, StageOutput, finish_stage
from imfact.pipeline.crawl.browser import find_browser
from imfact.pipeline.crawl.politeness import USER_AGENT
from imfact.pipeline.crawl.stage import run
from imfact.store.objects import ObjectStore
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

RUN = RunId("20261124T030000Z-abcdef")
LATER = RunId("20261124T040000Z-abcdef")
EPOCH = datetime(2026, 11, 24, 3, tzinfo=UTC)


def crawl(
    folder: Path,
    sources: list[Source],
    overrides: dict[str, str],
    limit: int = 5_000_000,
    tombstones: frozenset[str] = frozenset(),
    run_id: RunId = RUN,
    browser: str | None = None,
) -> tuple[StageOutput, ObjectStore]:
    url = f"file://{folder}"
    lake = ObjectStore.open(url)
    context = StageContext(run_id, lake, utc_now, lambda _done, _total: None)
    output = run(
        Manifest(run_id=run_id, stage="crawl"),
        context,
        lake_url=url,
        sources=sources,
        page_limit_bytes=limit,
        host_overrides=overrides,
        browser=browser,
        tombstones=tombstones,
        timeout_seconds=2,
    )
    finish_stage(context, "crawl", output, utc_now(), 1.0)
    return output, lake


def reasons(output: StageOutput) -> Counter[tuple[str, str | None]]:
    return Counter((outcome.outcome, outcome.reason) for outcome in output.outcomes)


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(epoch=EPOCH) as running:
        yield running


def bundled_sources(*slugs: str) -> list[Source]:
    folder = files("imfact.bundled").joinpath("policy/sources")
    read = [
        Source.model_validate_json(folder.joinpath(f"{slug}.json").read_bytes())
        for slug in slugs or SLUGS
    ]
    return [source.model_copy(update={"delay_seconds": 0.0}) for source in read]


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
    assert 17 < seconds < 60

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


# -- a site that misbehaves ------------------------------------------------------------------------

PAGE = "<!doctype html><html><body><h1>제목</h1></body></html>".encode()


@dataclass
class Site:
    """What a small server answers, and what it was asked; a body of None never comes."""

    answers: dict[str, tuple[int, dict[str, str], bytes | None]]
    asked: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    most_at_once: int = 0
    address: str = ""


@contextmanager
def serve(site: Site) -> Iterator[Site]:
    lock, over = threading.Lock(), threading.Event()
    present = 0

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            nonlocal present
            with lock:
                present += 1
                site.most_at_once = max(site.most_at_once, present)
                headers = self.headers
                site.asked.append((self.path, headers.get("User-Agent"), headers.get("Cookie")))
            status, extra, body = site.answers.get(self.path, (404, {}, b""))
            if body is None:
                over.wait(10)
            self.send_response(status)
            for name, value in extra.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")
            with lock:
                present -= 1

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *args: object) -> None:
            """The crawler hangs up on purpose."""

    server = Server(("127.0.0.1", 0), Handler)
    site.address = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def rss_of(*addresses: str) -> bytes:
    items = "".join(f"<item><link>{address}</link></item>" for address in addresses)
    return f"<rss><channel>{items}</channel></rss>".encode()


def source_of(slug: str, *feeds: str) -> Source:
    return Source(
        slug=slug,
        name=slug,
        homepage=f"https://{slug}.example/",
        feeds=tuple(Feed(kind="rss", url=url) for url in feeds),
        delay_seconds=0.0,
    )


def fate_of(output: StageOutput, address: str) -> ItemOutcome:
    identity = url_hash(normalise_url(address))
    return next(outcome for outcome in output.outcomes if outcome.item == identity)


def test_bad_pages_are_settled_each_with_its_reason(tmp_path: Path) -> None:
    home = "https://hard.example"
    html = {"Content-Type": "text/html; charset=euc-kr", "Set-Cookie": "track=1"}
    pages: dict[str, tuple[int, dict[str, str], bytes | None]] = {
        "/good": (200, html, PAGE),
        "/moved": (301, {"Location": "/good"}, b""),
        "/loop": (302, {"Location": "/loop"}, b""),
        "/inside": (302, {"Location": "http://127.0.0.1:1/secret"}, b""),
        "/local": (302, {"Location": "http://localhost:1/secret"}, b""),
        "/large": (200, html, PAGE * 40_000),
        "/empty": (200, html, b""),
        "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
        "/refused": (403, html, b"no"),
        "/slow": (200, html, None),
    }
    feed = rss_of(*(home + path for path in pages), "ftp://hard.example/a", "http://10.0.0.7/a")
    site = Site(
        {
            "/rss": (200, {"Content-Type": "application/xml"}, feed),
            "/broken": (200, {"Content-Type": "application/xml"}, b"<rss><channel>"),
            **pages,
        }
    )
    with serve(site):
        source = source_of("hard", f"{home}/rss", f"{home}/broken", f"{home}/gone")
        output, lake = crawl(tmp_path, [source], {"hard.example": site.address}, limit=1_000_000)

    found = {path: fate_of(output, home + path) for path in pages}
    assert {path: (fate.outcome, fate.reason) for path, fate in found.items()} == {
        "/good": ("out", None),
        "/moved": ("out", None),
        "/loop": ("quarantined", "redirects"),
        "/inside": ("quarantined", "forbidden_address"),
        "/local": ("quarantined", "forbidden_address"),
        "/large": ("quarantined", "too_large"),
        "/empty": ("out", None),
        "/picture": ("quarantined", "not_html"),
        "/refused": ("quarantined", "http_403"),
        "/slow": ("deferred", "timeout"),
    }
    assert fate_of(output, "http://10.0.0.7/a").reason == "forbidden_address"
    others = {o.item: o.reason for o in output.outcomes if not o.item.isalnum()}
    assert others == {
        "ftp://hard.example/a": "invalid_url",
        f"{home}/broken": "malformed_feed",
        f"{home}/gone": "http_404",
    }
    assert len(output.outcomes) == len(pages) + 2 + 2

    meta = read_meta(lake, found["/moved"].key or "")
    assert (meta.url, meta.final_url, meta.encoding) == (home + "/moved", home + "/good", "euc-kr")
    records = list(lake.keys(f"{keys.QUARANTINE}/crawl/{RUN}"))
    assert len(records) == sum(o.outcome == "quarantined" for o in output.outcomes)
    assert {agent for _, agent, _ in site.asked} == {USER_AGENT}
    assert {cookie for _, _, cookie in site.asked} == {None}
    assert site.asked[0][0] == "/robots.txt"


def test_a_site_whose_robots_fails_is_left_alone(tmp_path: Path) -> None:
    feed = rss_of("https://shut.example/a")
    site = Site({"/robots.txt": (503, {}, b"busy"), "/rss": (200, {}, feed), "/a": (200, {}, PAGE)})
    with serve(site):
        source = source_of("shut", "https://shut.example/rss")
        output, _ = crawl(tmp_path, [source], {"shut.example": site.address})
    assert reasons(output) == {("deferred", "robots_unavailable"): 1}
    assert {path for path, _, _ in site.asked} == {"/robots.txt"}


def test_one_request_at_a_time_and_a_changed_page_is_a_second_capture(tmp_path: Path) -> None:
    paths = [f"/{number}" for number in range(12)]
    feed = rss_of(*(f"https://even.example{path}" for path in paths))
    html = {"Content-Type": "text/html"}
    site = Site({"/rss": (200, {}, feed), **dict.fromkeys(paths, (200, html, PAGE))})
    with serve(site):
        source = source_of("even", "https://even.example/rss")
        first, lake = crawl(tmp_path, [source], {"even.example": site.address})
        site.answers["/3"] = (200, html, PAGE + b"<p>new</p>")
        second, _ = crawl(tmp_path, [source], {"even.example": site.address}, run_id=LATER)
    assert len(first.entries) == 12
    assert site.most_at_once == 1
    assert [path for path, _, _ in site.asked[2:14]] == paths
    assert reasons(second) == {("out", None): 1, ("duplicate", "equal_bytes"): 11}
    assert second.entries[0].key.endswith(".1.html")
    assert read_page(lake, second.entries[0].key) == PAGE + b"<p>new</p>"


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
