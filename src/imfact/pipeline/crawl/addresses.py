"""Where the crawler may connect: public addresses only, unless a host was overridden on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

OVERRIDES_SETTING = "IMFACT_HOST_OVERRIDES"


class ForbiddenAddress(IgnoreRequest):
    """The address lies on loopback or in a private network."""


def is_public(address: str) -> bool:
    """Return whether ``address`` (an IP literal) belongs to the public internet."""
    parsed = ip_address(address)
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_global and not parsed.is_multicast


def is_refused_host(host: str) -> bool:
    """Return whether ``host`` is an IP literal outside the public internet; names are resolved first."""
    try:
        return not is_public(host.strip("[]"))
    except ValueError:
        return False


def overridden_url(url: str, overrides: Mapping[str, str]) -> str | None:
    """Return the address that serves ``url`` instead, None where its host has no override."""
    parts = urlsplit(url)
    address = overrides.get(parts.hostname or "")
    if address is None:
        return None
    query = f"?{parts.query}" if parts.query else ""
    return f"http://{address}{parts.path or '/'}{query}"


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """Fetches from the override where there is one and refuses literal private addresses.

    It sits below every middleware: robots, redirects, slots and identity all see public URLs.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._overrides = crawler.settings.getdict(OVERRIDES_SETTING)

    async def download_request(self, request: Request) -> Response:
        """Fetch ``request``. Raises ForbiddenAddress."""
        parts = urlsplit(request.url)
        served = overridden_url(request.url, self._overrides)
        if served is None:
            if is_refused_host(parts.hostname or ""):
                raise ForbiddenAddress(f"{parts.hostname} is not a public address.")
            return await super().download_request(request)
        fetched = request.replace(url=served)
        fetched.headers["Host"] = parts.netloc
        response = await super().download_request(fetched)
        # AutoThrottle looks for the latency on the request that it knows.
        request.meta["download_latency"] = fetched.meta.get("download_latency")
        return response.replace(url=request.url)


class PublicResolver(CachingThreadedResolver):
    """Refuses names that resolve to loopback or private addresses; the check is made at each connect."""

    refused: set[str] = set()  # noqa: RUF012 - one process, one resolver; the spiders read it
    allowed: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Build the resolver; the overrides' own addresses are the only exception."""
        resolver = super().from_crawler(crawler, reactor)
        served = crawler.settings.getdict(OVERRIDES_SETTING).values()
        resolver.allowed = frozenset(address.rsplit(":", 1)[0] for address in served)
        return resolver

    # Any: Twisted's deferred carries the address as an untyped string.
    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802 - Twisted's
        """Resolve ``name``; the deferred fails where the address is not public."""
        return super().getHostByName(name, timeout).addCallback(self._check, name)

    def _check(self, address: str, name: str) -> str:
        if name in self.allowed or is_public(address):
            return address
        self.refused.add(name)
        raise DNSLookupError(f"{name} resolves to {address}, which is not public")
