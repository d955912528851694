"""Which pages a browser opens, how it is started, and what is asked of it; the pages go through rendering."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import Request, Response

from imfact.contracts.source import Source
from imfact.pipeline.crawl.job import CrawlJob

DOCUMENT, CLICK, PICTURE, TAKEN, SITE = (
    "imfact_document",
    "imfact_click",
    "imfact_picture",
    "imfact_picture_taken",
    "imfact_site",
)
RENDER_SECONDS = "IMFACT_RENDER_SECONDS"
_HANDLER = "imfact.pipeline.crawl.rendering.RenderingDownloadHandler"
# Opening takes a processor, unlike fetching: a busy machine needs longer than a slow site.
_LEAST_SECONDS = 20.0
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # The browser itself reaches nothing: its requests are answered by our own guarded handler.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)


def find_browser() -> str | None:
    """Return the path of this machine's Chromium, None where there is none."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


# Any: Scrapy's settings are of free form.
def browser_settings(job: CrawlJob) -> dict[str, Any]:
    """Return the settings of a crawler whose pages are rendered."""
    return {
        "DOWNLOAD_HANDLERS": {
            "http": _HANDLER,
            "https": _HANDLER,
            **dict.fromkeys(("data", "file", "ftp", "s3")),
        },
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_LAUNCH_OPTIONS": {"executable_path": job.browser, "args": list(_FLAGS)},
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": max(job.timeout_seconds, _LEAST_SECONDS) * 1_000,
        RENDER_SECONDS: max(3 * job.timeout_seconds, _LEAST_SECONDS),
        # One page at a time, closed when it was read: unclosed pages are how crawls freeze.
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 1,
    }


def render_request(
    fetched: Response,
    source: Source,
    *,
    callback: Callable[..., Any],
    errback: Callable[..., Any],
    cb_kwargs: dict[str, Any],
) -> Request:
    """Return the request that opens ``fetched`` in the browser; the site is not asked for it again."""
    host = urlsplit(fetched.url).hostname or ""
    return Request(
        fetched.url,
        callback=callback,
        errback=errback,
        cb_kwargs=cb_kwargs,
        dont_filter=True,
        # Before the next page is fetched, so that only one waits in memory.
        priority=2,
        meta={
            "item": fetched.meta["item"],
            "playwright": True,
            # The site's own slot is left alone: opening what was fetched is no visit.
            "download_slot": f"browser:{host}",
            "dont_retry": True,
            # A page that tries to leave never says that it was loaded; we look for ourselves.
            "playwright_page_goto_kwargs": {"wait_until": "commit"},
            DOCUMENT: fetched,
            CLICK: source.render_click,
            PICTURE: source.rights.screenshot,
            SITE: (urlsplit(source.homepage).hostname or host).removeprefix("www."),
        },
    )


def screenshot_of(rendered: Response) -> bytes | None:
    """Return the picture of a rendered page, None where none was allowed."""
    picture: bytes | None = rendered.meta.get(TAKEN)
    return picture
