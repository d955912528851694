"""One source's spider: its feeds, then the announced pages into raw/. Decides nothing about content."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser
from twisted.python.failure import Failure

from imfact.contracts.capture import CaptureMeta
from imfact.contracts.source import Feed, Source
from imfact.kit.clock import utc_now
from imfact.kit.hashing import sha256_hex
from imfact.lake.captures import write_capture
from imfact.pipeline.crawl.addresses import PublicResolver
from imfact.pipeline.crawl.browser import render_request, screenshot_of
from imfact.pipeline.crawl.fates import Fate, fate_of_failure, fate_of_status, is_html
from imfact.pipeline.crawl.feeds import Announced, MalformedFeed, read_feed
from imfact.pipeline.crawl.ledger import Ledger
from imfact.pipeline.crawl.robots import apply_crawl_delay
from imfact.store.objects import ObjectStore

_KEPT_HEADERS = ("content-type", "content-language", "last-modified", "etag", "cache-control")


class SourceSpider(Spider):
    """Crawls ``source``; every item's fate goes to ``ledger``."""

    name = "source"

    # Any: Scrapy hands keyword arguments of its own through.
    def __init__(
        self, source: Source, ledger: Ledger, lake: ObjectStore, run_id: str, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.source = source
        self.ledger = ledger
        self.lake = lake
        self.run_id = run_id

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider and listen for parsed robots.txt and for the end."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.on_robots, signal=signals.robots_parsed)
        crawler.signals.connect(spider.on_closed, signal=signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Ask for every feed."""
        for feed in self.source.feeds:
            self.ledger.enter(feed.url)
            yield Request(
                feed.url,
                callback=self.on_feed,
                errback=self.on_failure,
                cb_kwargs={"feed": feed},
                meta={"item": feed.url},
                dont_filter=True,
                priority=1,
            )

    def on_feed(self, response: Response, feed: Feed) -> Iterator[Request]:
        """Ask for every article that a feed announces; a bad feed is settled as an item."""
        refusal = fate_of_status(response.status)
        if refusal is not None:
            self.ledger.settle(feed.url, refusal)
            return
        try:
            announced = read_feed(feed.kind, response.body)
        except MalformedFeed as exc:
            self.ledger.settle(feed.url, Fate("quarantined", exc.code, exc.message))
            return
        self.ledger.opened(feed.url)
        for article in announced:
            identity = self.ledger.admit(article.url)
            if identity is not None:
                item, normalised = identity
                yield Request(
                    article.url,
                    callback=self.on_page,
                    errback=self.on_failure,
                    cb_kwargs={"article": article, "normalised": normalised},
                    meta={"item": item},
                    dont_filter=True,
                )

    def on_page(self, response: Response, article: Announced, normalised: str) -> Request | None:
        """Put a page into the lake, settle why not, or ask the browser to open it first."""
        item: str = response.meta["item"]
        refusal = fate_of_status(response.status)
        if refusal is not None:
            self.ledger.settle(item, refusal)
            return None
        headers = _headers(response)
        content_type = headers.get("content-type")
        if not is_html(content_type, response.body):
            detail = f"The site sent {content_type or 'no type'}."
            self.ledger.settle(item, Fate("quarantined", "not_html", detail))
            return None
        meta = CaptureMeta(
            url_hash=item,
            source=self.source.slug,
            url=article.url,
            final_url=response.url,
            normalised_url=normalised,
            fetched_at=utc_now(),
            http_status=response.status,
            content_type=content_type,
            headers=headers,
            encoding=_charset(content_type),
            body_sha256=sha256_hex(response.body),
            body_bytes=len(response.body),
            html_key="",
            run_id=self.run_id,
            feed_title=article.title,
            feed_published_at=article.published_at,
        )
        if self.source.render == "browser":
            return render_request(
                response,
                self.source,
                callback=self.on_rendered,
                errback=self.on_failure,
                cb_kwargs={"sent": meta},
            )
        self.ledger.captured(item, write_capture(self.lake, meta, response.body))
        return None

    def on_rendered(self, response: Response, sent: CaptureMeta) -> None:
        """Put what the browser shows into the lake, with a picture where there is one."""
        limit = self.settings.getint("DOWNLOAD_MAXSIZE")
        if len(response.body) > limit:
            detail = f"The rendered page has more than {limit:,} bytes."
            self.ledger.settle(sent.url_hash, Fate("quarantined", "too_large", detail))
            return
        meta = sent.model_copy(
            update={
                "rendered": True,
                "fetched_at": utc_now(),
                "body_sha256": sha256_hex(response.body),
                "body_bytes": len(response.body),
            }
        )
        written = write_capture(self.lake, meta, response.body, screenshot_of(response))
        self.ledger.captured(sent.url_hash, written)

    def on_failure(self, failure: Failure) -> None:
        """Settle an item whose fetch failed; also one whose callback broke."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy adds it
        host = urlsplit(request.url).hostname or ""
        error = failure.value or RuntimeError("unknown failure")
        fate = fate_of_failure(error, refused=host in PublicResolver.refused)
        self.ledger.settle(request.meta["item"], fate)

    def on_robots(self, robotparser: RobotParser, request: Request) -> None:
        """Slow down to the Crawl-delay of the host."""
        host = urlsplit(request.url).hostname or ""
        agent = self.settings["USER_AGENT"]
        apply_crawl_delay(self.crawler, robotparser, host, self.source.delay_seconds, agent)

    def on_closed(self) -> None:
        """Settle what was not reached."""
        self.ledger.close()


def _headers(response: Response) -> dict[str, str]:
    found = {name: response.headers.get(name) for name in _KEPT_HEADERS}
    return {name: value.decode("latin-1") for name, value in found.items() if value is not None}


def _charset(content_type: str | None) -> str | None:
    _, _, charset = (content_type or "").lower().partition("charset=")
    return charset.split(";")[0].strip(" \"'") or None
