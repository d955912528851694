"""The crawler's books: every announced item is entered once and settled once, and each is reported."""

from __future__ import annotations

from collections.abc import Callable

from imfact.contracts.runs import ItemOutcome, ManifestEntry
from imfact.contracts.source import Source
from imfact.kit.ids import UrlHash
from imfact.kit.urls import InvalidUrl, normalise_url, url_hash
from imfact.lake.captures import WrittenCapture
from imfact.pipeline.crawl.fates import Fate
from imfact.pipeline.crawl.job import CrawlEvent

Report = Callable[[CrawlEvent], None]


class Ledger:
    """The books of one source."""

    def __init__(self, source: Source, tombstones: frozenset[str], report: Report) -> None:
        self._source = source
        self._tombstones = tombstones
        self._report = report
        self._seen: set[str] = set()
        self._open: set[str] = set()

    def enter(self, item: str) -> None:
        """Enter an item that must be settled later: a url_hash, or a feed's address."""
        self._seen.add(item)
        self._open.add(item)
        self._report(CrawlEvent(announced=1))

    def admit(self, url: str) -> tuple[UrlHash, str] | None:
        """Enter an announced article; return its identity and normalised URL if it is to be fetched.

        An unusable address, one announced before in this crawl and one that was taken down are
        settled at once.
        """
        try:
            normalised = normalise_url(url)
        except InvalidUrl as exc:
            self._settle_new(url[:2_048], Fate("quarantined", exc.code, exc.message))
            return None
        item = url_hash(normalised)
        if item in self._tombstones:
            self._settle_new(item, Fate("skipped", "tombstone", "The article was taken down."))
            return None
        if item in self._seen:
            self._settle_new(
                item, Fate("duplicate", "announced_twice", f"{normalised} was announced before.")
            )
            return None
        self.enter(item)
        return item, normalised

    def settle(self, item: str, fate: Fate) -> None:
        """Settle ``item`` with ``fate``; a later word on it is ignored."""
        if item in self._open:
            self._open.remove(item)
            self._report(CrawlEvent(outcome=self._outcome(item, fate)))

    def captured(self, item: str, written: WrittenCapture) -> None:
        """Settle ``item``: a new capture goes out, equal bytes are a duplicate."""
        if not written.new:
            self.settle(item, Fate("duplicate", "equal_bytes", written.meta.html_key))
        elif item in self._open:
            self._open.remove(item)
            key, slug = written.meta.html_key, self._source.slug
            outcome = ItemOutcome(item=item, source=slug, outcome="out", key=key)
            entry = ManifestEntry(url_hash=item, source=slug, key=key)
            self._report(CrawlEvent(outcome=outcome, entry=entry))

    def opened(self, item: str) -> None:
        """Close the books on a feed that was read: it is no item of its own."""
        if item in self._open:
            self._open.remove(item)
            self._report(CrawlEvent(announced=-1))

    def close(self) -> None:
        """Settle whatever is still open: the crawl ended before its turn came."""
        for item in sorted(self._open):
            self.settle(item, Fate("deferred", "not_reached", "The crawl ended first."))

    def _settle_new(self, item: str, fate: Fate) -> None:
        self._report(CrawlEvent(announced=1, outcome=self._outcome(item, fate)))

    def _outcome(self, item: str, fate: Fate) -> ItemOutcome:
        return ItemOutcome(
            item=item,
            source=self._source.slug,
            outcome=fate.outcome,
            reason=fate.reason,
            detail=fate.detail,
        )
