"""A real Chromium for the web tests: where it is, and pages that notice every complaint."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, Page, Playwright

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def launch(playwright: Playwright) -> Browser:
    """Start the system's Chromium; the test is skipped where there is none."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no chromium on this machine")
    return playwright.chromium.launch(executable_path=chromium, args=FLAGS)


@contextmanager
def watched_page(browser: Browser, base: str, **options: Any) -> Iterator[Page]:
    """Give a page that fails the test on a console error, a crash or a request to elsewhere."""
    defaults = {"locale": "ko-KR", "timezone_id": "Asia/Seoul", "reduced_motion": "reduce"}
    context = browser.new_context(base_url=base, **(defaults | options))
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on(
        "console",
        lambda said: (
            complaints.append(f"{said.type}: {said.text}")
            if said.type in ("error", "warning")
            else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith(base) else complaints.append(f"elsewhere: {request.url}")
        ),
    )
    try:
        yield page
    finally:
        context.close()
    assert complaints == []


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def violations(page: Page) -> list[str]:
    """Return what axe finds that is serious or worse."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def api(base: str, path: str, **params: str) -> Any:
    """Ask the gateway itself, to know what the page must show."""
    answer = httpx2.get(f"{base}{path}", params=params, timeout=30)
    answer.raise_for_status()
    return json.loads(answer.content)


def article_with_sentences(base: str) -> dict[str, Any]:
    """Return an article whose text is shown and whose evidence has a place in it."""
    for item in api(base, "/v1/articles", limit="100")["items"]:
        detail: dict[str, Any] = api(base, f"/v1/articles/{item['url_hash']}")
        reasons = (detail["assessment"] or {}).get("reasons", [])
        if detail["body"] and any(r["where"] == "body" and r["start"] is not None for r in reasons):
            return detail
    raise AssertionError("the sample newsroom has no judged article whose text may be shown")
