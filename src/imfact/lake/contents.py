"""What lies in the lake as a manifest to begin a run with: everything downstream can be made anew from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Literal

from imfact.contracts.runs import Manifest, ManifestEntry, StageName
from imfact.kit.errors import DataError, NotFoundError
from imfact.lake import keys
from imfact.lake.articles import read_article
from imfact.lake.captures import read_meta
from imfact.store.objects import ObjectStore

Zone = Literal["raw", "curated"]

FIRST_STAGE: dict[Zone, StageName] = {"raw": "refine", "curated": "load"}
"""The stage that reads what a zone holds."""

_DAY = re.compile(r"/(\d{4})/(\d{2})/(\d{2})/")


def starting_manifest(lake: ObjectStore, zone: Zone, run_id: str) -> Manifest:
    """Return every item of ``zone`` in the order of its fetch, so that history comes out as it went.

    An address that was captured several times has several entries; their keys tell them apart.
    What cannot be read has its place by the day of its key, and its stage says what is wrong.
    """
    found = _raw(lake) if zone == "raw" else _curated(lake)
    entries = tuple(entry for _, _, entry in sorted(found, key=lambda item: item[:2]))
    return Manifest(run_id=run_id, stage=FIRST_STAGE[zone], entries=entries)


def raw_keys(lake: ObjectStore) -> Iterator[str]:
    """Yield the key of every captured page, sorted."""
    for key in lake.keys(keys.RAW):
        if _is(keys.parse_raw_html, key):
            yield key


# The second member keeps numbered versions of one moment in their order.
def _raw(lake: ObjectStore) -> Iterator[tuple[datetime, tuple[str, int], ManifestEntry]]:
    for key in raw_keys(lake):
        parts = keys.parse_raw_html(key)
        try:
            moment = read_meta(lake, key).fetched_at
        except (DataError, NotFoundError):
            moment = _day(key)
        entry = ManifestEntry(url_hash=parts.url_hash, source=str(parts.source), key=key)
        yield moment, (parts.url_hash, parts.number), entry


def _curated(lake: ObjectStore) -> Iterator[tuple[datetime, tuple[str, int], ManifestEntry]]:
    for key in lake.keys(keys.CURATED):
        if not _is(keys.parse_curated, key):
            continue
        parts = keys.parse_curated(key)
        try:
            article = read_article(lake, key)
            moment, source = article.fetched_at, article.source
        except (DataError, NotFoundError):
            moment, source = _day(key), "unknown"
        entry = ManifestEntry(url_hash=parts.url_hash, source=source, key=key)
        yield moment, (parts.url_hash, parts.number), entry


def _is(parse: Callable[[str], object], key: str) -> bool:
    try:
        parse(key)
    except DataError:
        return False
    return True


def _day(key: str) -> datetime:
    match = _DAY.search(key)
    if match is None:
        return datetime.min.replace(tzinfo=UTC)
    return datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC)
