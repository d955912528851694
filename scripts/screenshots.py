"""Takes the pictures of docs/images from a running instance with the sample newsroom.

Start one with `imfact up --newsroom`, then run
`python scripts/screenshots.py http://127.0.0.1:8080`. Chromium must be installed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.e2e.web_browser import api, launch, watched_page

IMAGES = Path(__file__).parents[1] / "docs" / "images"
SIZES = ({"width": 1280, "height": 900}, {"width": 360, "height": 740})
ARTICLE = "‘이것’ 사둔"
"""The beginning of the headline whose page is shown."""
QUERY = "데이터센터 화재"


def article(base: str) -> str:
    """Return the url_hash of the article that is shown."""
    found = api(base, "/v1/search", q=ARTICLE)["items"]
    return next(
        str(hit["article"]["url_hash"])
        for hit in found
        if hit["article"]["title"].startswith(ARTICLE)
    )


def take(page: Page, paths: dict[str, str], width: int) -> None:
    """Write one picture a path, named by the window's width."""
    for name, path in paths.items():
        page.goto(path)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=IMAGES / f"{name}-{width}.png")


def main(base: str) -> None:
    """Take all of them."""
    shown = article(base)
    paths = {
        "list": "/",
        "article": f"/article/{shown}",
        "search": f"/search?q={QUERY}",
        "method": "/method",
    }
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for viewport in SIZES:
            with watched_page(browser, base, viewport=viewport) as page:
                take(page, paths, viewport["width"])
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
