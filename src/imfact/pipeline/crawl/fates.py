"""What a response or a failure means for an item: pure decisions, no I/O."""

from __future__ import annotations

import re
from typing import NamedTuple

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadTimeoutError,
    IgnoreRequest,
)

from imfact.contracts.runs import Outcome
from imfact.pipeline.crawl.addresses import ForbiddenAddress
from imfact.pipeline.crawl.robots import RobotsForbid, RobotsUnavailable

RETRIED_STATUSES = (408, 429, 500, 502, 503, 504, 522, 524)
GONE_STATUS = 410
_HTML_TYPES = {"text/html", "application/xhtml+xml"}
_SNIFFED_TYPES = {"", "text/plain", "application/octet-stream"}
_MARKUP = re.compile(rb"<\s*(!doctype\s+html|html|head|body)\b", re.IGNORECASE)


class RenderFailed(Exception):
    """The browser could not open a page, or not in time."""


class Fate(NamedTuple):
    """An outcome with its reason code and a sentence."""

    outcome: Outcome
    reason: str
    detail: str


def fate_of_status(status: int) -> Fate | None:
    """Return what an HTTP status means; None where the page can be read."""
    if status == 200:
        return None
    if status in RETRIED_STATUSES or status >= 500:
        return Fate(
            "deferred", f"http_{status}", f"The site answers {status}; later runs try again."
        )
    if status == GONE_STATUS:
        # Whether it must go here too is the operator's decision.
        return Fate("skipped", "gone", "The site took the page down; see `imfact takedown`.")
    return Fate("quarantined", f"http_{status}", f"The site answers {status}.")


def fate_of_failure(failure: BaseException, *, refused: bool = False) -> Fate:
    """Return what a failed fetch means; ``refused`` says that the host's address is not public."""
    text = str(failure) or type(failure).__name__
    match failure:
        case RobotsForbid():
            return Fate("skipped", "robots", text)
        case RobotsUnavailable():
            return Fate("deferred", "robots_unavailable", text)
        case ForbiddenAddress():
            return Fate("quarantined", "forbidden_address", text)
        case RenderFailed():
            return Fate("deferred", "render_failed", text)
        case CannotResolveHostError() if refused:
            return Fate("quarantined", "forbidden_address", text)
        case CannotResolveHostError():
            return Fate("deferred", "host_not_found", text)
        case DownloadTimeoutError():
            return Fate("deferred", "timeout", text)
        case DownloadCancelledError():
            return Fate("quarantined", "too_large", text)
        case IgnoreRequest() if "MAXSIZE" in text:
            return Fate("quarantined", "too_large", text)
        case IgnoreRequest():
            return Fate("quarantined", "redirects", text)
        case _:
            return Fate("deferred", "connection_failed", text)


def is_html(content_type: str | None, page: bytes) -> bool:
    """Return whether a page is HTML by its declared type, or by its look where none is declared."""
    kind = (content_type or "").split(";")[0].strip().lower()
    if kind in _SNIFFED_TYPES:
        return _MARKUP.search(page[:2_048]) is not None
    return kind in _HTML_TYPES
