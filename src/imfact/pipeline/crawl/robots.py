"""robots.txt: obeyed as RFC 9309 says, Crawl-delay included."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser

from imfact.pipeline.crawl.addresses import PublicResolver


class RobotsForbid(IgnoreRequest):
    """robots.txt closes the address to us."""


class RobotsUnavailable(IgnoreRequest):
    """robots.txt cannot be fetched, so nothing may be fetched for now (RFC 9309, 2.3.1.4)."""


class PoliteRobots(RobotsTxtMiddleware):
    """Scrapy's middleware with errors that say which it was, and a closed site while robots.txt fails."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unreachable: set[str] = set()

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Let ``request`` pass or raise RobotsForbid or RobotsUnavailable."""
        host = urlsplit(request.url).netloc
        if host in self._unreachable:
            raise RobotsUnavailable(f"robots.txt of {host} cannot be fetched.")
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as exc:
            raise RobotsForbid(f"robots.txt of {host} closes this address.") from exc

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            self._unreachable.add(netloc)
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        refused = PublicResolver.refused
        # A refused address is reported by the page's own request.
        if not isinstance(exc, IgnoreRequest) and urlsplit(f"//{netloc}").hostname not in refused:
            self._unreachable.add(netloc)
        super()._robots_error(exc, netloc)


def apply_crawl_delay(
    crawler: Crawler, robots: RobotParser, host: str, source_delay: float, user_agent: str
) -> None:
    """Wait from now on at least as long as robots.txt of ``host`` asks; never less than the source's."""
    asked = robots.crawl_delay(user_agent)
    throttle = crawler.get_extension(AutoThrottle)
    if asked is None or asked <= source_delay or crawler.engine is None or throttle is None:
        return
    # AutoThrottle would otherwise go back below what was asked.
    throttle.mindelay = max(throttle.mindelay, asked)
    throttle.maxdelay = max(throttle.maxdelay, asked)
    slot = crawler.engine.downloader.slots.get(host)
    if slot is not None:
        slot.delay = max(slot.delay, asked)
