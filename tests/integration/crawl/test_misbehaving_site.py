"""The crawl stage against one site that misbehaves: each page settled with its reason."""

from __future__ import annotations

from pathlib import Path

from imfact.lake import keys
from imfact.lake.captures import read_meta, read_page
from imfact.lake.quarantine import quarantined
from imfact.pipeline.crawl.politeness import USER_AGENT
from tests.integration.crawl.crawling import (
    LATER,
    PAGE,
    RUN,
    Site,
    crawl,
    fate_of,
    reasons,
    rss_of,
    serve,
    source_of,
)


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


def test_a_fault_that_lasts_is_put_into_quarantine_once(tmp_path: Path) -> None:
    home = "https://hard.example"
    pages: dict[str, tuple[int, dict[str, str], bytes | None]] = {
        "/gone": (404, {}, b""),
        "/other": (404, {}, b""),
    }
    feed = (200, {"Content-Type": "application/xml"}, rss_of(f"{home}/gone", f"{home}/other"))
    with serve(Site({"/rss": feed, **pages})) as site:
        source = source_of("hard", f"{home}/rss", f"{home}/no-feed")
        overrides = {"hard.example": site.address}
        _, lake = crawl(tmp_path, [source], overrides)
        known = [one.record for one in quarantined(lake, "crawl")]
        assert len(known) == 3
        pages["/other"] = (403, {}, b"")
        site.answers |= pages
        faults = frozenset((record.item, record.reason) for record in known)
        later, _ = crawl(tmp_path, [source], overrides, run_id=LATER, quarantined=faults)
    same, worse = (fate_of(later, f"{home}/{path}") for path in ("gone", "other"))
    assert (same.outcome, same.reason) == ("skipped", "http_404")
    assert (worse.outcome, worse.reason) == ("quarantined", "http_403")
    # A feed that is not there is worth a word each time.
    assert reasons(later)["quarantined", "http_404"] == 1
    assert len(list(quarantined(lake, "crawl"))) == 5
