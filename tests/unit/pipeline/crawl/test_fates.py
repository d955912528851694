"""What statuses, failures and types mean; where the crawler may connect; the books of one source."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)

from imfact.contracts.capture import CaptureMeta
from imfact.contracts.source import Source
from imfact.kit.urls import normalise_url, url_hash
from imfact.lake.captures import WrittenCapture
from imfact.pipeline.crawl.addresses import (
    ForbiddenAddress,
    is_public,
    is_refused_host,
    overridden_url,
)
from imfact.pipeline.crawl.fates import Fate, RenderFailed, fate_of_failure, fate_of_status, is_html
from imfact.pipeline.crawl.job import CrawlEvent
from imfact.pipeline.crawl.ledger import Ledger
from imfact.pipeline.crawl.robots import RobotsForbid, RobotsUnavailable


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(404, "quarantined"), (403, "quarantined"), (204, "quarantined"),
     (429, "deferred"), (408, "deferred"), (500, "deferred"), (522, "deferred"), (599, "deferred")],
)  # fmt: skip
def test_a_status_that_may_pass_is_deferred_and_a_final_one_quarantined(
    status: int, outcome: str
) -> None:
    fate = fate_of_status(status)
    assert fate is not None
    assert (fate.outcome, fate.reason) == (outcome, f"http_{status}")


def test_a_page_that_was_taken_down_is_skipped_as_gone() -> None:
    fate = fate_of_status(410)
    assert fate is not None
    assert (fate.outcome, fate.reason) == ("skipped", "gone")


def test_only_200_is_a_page() -> None:
    assert [status for status in range(100, 600) if fate_of_status(status) is None] == [200]


@pytest.mark.parametrize(
    ("failure", "refused", "outcome", "reason"),
    [
        (RobotsForbid("no"), False, "skipped", "robots"),
        (RobotsUnavailable("no"), False, "deferred", "robots_unavailable"),
        (ForbiddenAddress("no"), False, "quarantined", "forbidden_address"),
        (CannotResolveHostError("no"), True, "quarantined", "forbidden_address"),
        (CannotResolveHostError("no"), False, "deferred", "host_not_found"),
        (RenderFailed("no"), False, "deferred", "render_failed"),
        (DownloadTimeoutError("no"), False, "deferred", "timeout"),
        (DownloadCancelledError("no"), False, "quarantined", "too_large"),
        (IgnoreRequest("exceeded DOWNLOAD_MAXSIZE"), False, "quarantined", "too_large"),
        (IgnoreRequest("max redirections reached"), False, "quarantined", "redirects"),
        (DownloadConnectionRefusedError("no"), False, "deferred", "connection_failed"),
    ],
)
def test_a_failure_has_one_meaning(
    failure: Exception, refused: bool, outcome: str, reason: str
) -> None:
    fate = fate_of_failure(failure, refused=refused)
    assert (fate.outcome, fate.reason) == (outcome, reason)


@pytest.mark.parametrize(
    ("content_type", "page", "html"),
    [
        ("text/html; charset=euc-kr", b"", True),
        ("Application/XHTML+XML", b"x", True),
        ("application/json", b"<html>", False),
        ("image/png", b"\x89PNG", False),
        (None, b"\n<!DOCTYPE  HTML>", True),
        ("text/plain", b"<HEAD>", True),
        ("text/plain", b"just text", False),
        (None, b"", False),
    ],
)
def test_html_is_known_by_its_type_or_its_look(
    content_type: str | None, page: bytes, html: bool
) -> None:
    assert is_html(content_type, page) is html


@pytest.mark.parametrize(
    ("address", "public"),
    [("8.8.8.8", True), ("2606:4700::1111", True), ("127.0.0.1", False), ("10.1.2.3", False),
     ("172.16.0.1", False), ("192.168.0.1", False), ("169.254.169.254", False), ("0.0.0.0", False),
     ("100.64.0.1", False), ("224.0.0.1", False), ("::1", False), ("fe80::1", False),
     ("fd00::1", False), ("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", True)],
)  # fmt: skip
def test_private_addresses_are_not_public(address: str, public: bool) -> None:
    assert is_public(address) is public
    assert is_refused_host(f"[{address}]" if ":" in address else address) is not public


def test_names_are_left_to_the_resolver() -> None:
    assert not is_refused_host("localhost")
    assert not is_refused_host("dodam.example")


def test_an_override_changes_where_but_not_what() -> None:
    served = {"dodam.example": "127.0.0.1:8091"}
    assert overridden_url("https://dodam.example/a?b=1", served) == "http://127.0.0.1:8091/a?b=1"
    assert overridden_url("https://dodam.example", served) == "http://127.0.0.1:8091/"
    assert overridden_url("https://evil.example/dodam.example", served) is None
    assert overridden_url("https://dodam.example.evil.example/", served) is None


# -- the books ---------------------------------------------------------------------------------------

GONE = url_hash("https://dodam.example/gone")


def books() -> tuple[Ledger, list[CrawlEvent]]:
    source = Source(slug="dodam", name="도담일보", homepage="https://dodam.example/", feeds=())
    events: list[CrawlEvent] = []
    return Ledger(source, frozenset({GONE}), events.append), events


def capture(item: str, *, new: bool) -> WrittenCapture:
    meta = CaptureMeta(
        url_hash=item,
        source="dodam",
        url="https://dodam.example/1",
        final_url="https://dodam.example/1",
        normalised_url="https://dodam.example/1",
        fetched_at=datetime(2026, 11, 24, tzinfo=UTC),
        http_status=200,
        body_sha256="0" * 64,
        body_bytes=1,
        html_key=f"raw/dodam/2026/11/24/{item}.html",
        run_id="20261124T030000Z-abcdef",
    )
    return WrittenCapture(meta, new)


def test_every_item_is_settled_exactly_once() -> None:
    ledger, events = books()
    admitted = ledger.admit("https://dodam.example/1")
    assert admitted == (url_hash("https://dodam.example/1"), "https://dodam.example/1")
    for refused in (
        "http://dodam.example/1/?utm_source=x",
        "mailto:a",
        "https://dodam.example/gone",
    ):
        assert ledger.admit(refused) is None
    waiting = ledger.admit("https://dodam.example/2")
    assert waiting is not None

    ledger.captured(admitted[0], capture(admitted[0], new=True))
    ledger.captured(admitted[0], capture(admitted[0], new=True))
    ledger.settle(admitted[0], Fate("deferred", "late", "said too late"))
    ledger.close()
    ledger.close()

    outcomes = [event.outcome for event in events if event.outcome is not None]
    assert sum(event.announced for event in events) == len(outcomes) == 5
    assert [(outcome.outcome, outcome.reason) for outcome in outcomes] == [
        ("duplicate", "announced_twice"),
        ("quarantined", "invalid_url"),
        ("skipped", "tombstone"),
        ("out", None),
        ("deferred", "not_reached"),
    ]
    entries = [event.entry for event in events if event.entry is not None]
    assert [entry.url_hash for entry in entries] == [admitted[0]]


def test_equal_bytes_are_a_duplicate_that_names_the_first_capture() -> None:
    ledger, events = books()
    item = url_hash(normalise_url("https://dodam.example/1"))
    ledger.admit("https://dodam.example/1")
    ledger.captured(item, capture(item, new=False))
    outcome = events[-1].outcome
    assert outcome is not None
    assert (outcome.reason, outcome.detail) == (
        "equal_bytes",
        f"raw/dodam/2026/11/24/{item}.html",
    )
    assert events[-1].entry is None


def test_a_feed_that_was_read_leaves_no_item_and_one_that_was_not_does() -> None:
    ledger, events = books()
    ledger.enter("https://dodam.example/rss")
    ledger.opened("https://dodam.example/rss")
    assert sum(event.announced for event in events) == 0
    ledger.enter("https://dodam.example/other")
    ledger.close()
    assert [event.outcome.item for event in events if event.outcome] == [
        "https://dodam.example/other"
    ]
