"""When an article was published and changed: JSON-LD, meta tags, then htmldate; with precision."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import htmldate
from lxml.html import HtmlElement

from imfact.contracts.article import DatePrecision
from imfact.kit.clock import as_utc
from imfact.pipeline.refine.jsonld import Described
from imfact.pipeline.refine.metadata import meta_dates

_WRITTEN = re.compile(
    r"(?P<day>\d{4}[-./]\s?\d{1,2}[-./]\s?\d{1,2})\.?"
    r"(?:[T\s]+(?P<time>\d{1,2}:\d{2}(?P<seconds>:\d{2})?)(?:\.\d+)?\s*"
    r"(?P<zone>Z|UTC|GMT|KST|[+-]\d{2}:?\d{2})?)?"
)
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
# Clocks of publishers run ahead by minutes, embargoes by hours; a day ahead is a mistake.
_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Dates:
    """Moments in UTC."""

    published_at: datetime | None
    precision: DatePrecision | None
    modified_at: datetime | None


def read_dates(tree: HtmlElement, described: Described, url: str, fetched_at: datetime) -> Dates:
    """Return what the page says; a date before 1990 or more than a day after the fetch is none."""
    meta_published, meta_modified = meta_dates(tree)
    for written in (described.published, meta_published):
        moment, precision = parse_date(written)
        if moment is not None and _EARLIEST <= moment <= fetched_at + _AHEAD:
            break
    else:
        moment, precision = _searched(tree, url, fetched_at)
    modified, _ = parse_date(described.modified or meta_modified)
    if modified is not None and not _EARLIEST <= modified <= fetched_at + _AHEAD:
        modified = None
    return Dates(moment, precision, modified)


def parse_date(written: str | None) -> tuple[datetime | None, DatePrecision | None]:
    """Return the moment in UTC and its precision; without a zone it is read as Asia/Seoul."""
    match = _WRITTEN.search(written or "")
    if match is None:
        return None, None
    day = "-".join(f"{int(part):02d}" for part in re.split(r"[-./]\s?", match["day"]))
    time = match["time"] or "00:00"
    zone = (match["zone"] or "").replace("KST", "+0900")
    zone = "+0000" if zone in ("Z", "UTC", "GMT") else zone.replace(":", "")
    pattern = "%Y-%m-%d %H:%M" + (":%S" if match["seconds"] else "") + ("%z" if zone else "")
    try:
        # Without a zone it is read as Seoul's by as_utc.
        moment = as_utc(datetime.strptime(f"{day} {time}{zone}", pattern))  # noqa: DTZ007
    except ValueError:
        return None, None
    precision: DatePrecision = (
        "day" if match["time"] is None else "second" if match["seconds"] else "minute"
    )
    return moment, precision


def _searched(
    tree: HtmlElement, url: str, fetched_at: datetime
) -> tuple[datetime | None, DatePrecision | None]:
    latest = (fetched_at + _AHEAD).strftime("%Y-%m-%d")
    try:
        found = htmldate.find_date(
            tree, original_date=True, outputformat="%Y-%m-%d", url=url, max_date=latest
        )
    # htmldate raises errors of many parsers on odd pages; a missing date is no reason to lose one.
    except Exception:  # noqa: BLE001
        return None, None
    return parse_date(found)
