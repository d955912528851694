"""Opens fetched pages in Chromium: the document is the one we hold, its parts come by the guarded way."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Route
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from imfact.pipeline.crawl.addresses import GuardedDownloadHandler
from imfact.pipeline.crawl.browser import CLICK, DOCUMENT, PICTURE, RENDER_SECONDS, SITE, TAKEN
from imfact.pipeline.crawl.fates import RenderFailed
from imfact.pipeline.crawl.robots import PoliteRobots

_ANSWERED = "imfact_answered"
_PARTS = {"document", "script", "stylesheet", "xhr", "fetch"}
_PICTURE_PARTS = _PARTS | {"image", "font"}
_CLICK_SECONDS = 5.0
_SETTLED_SECONDS = 0.15
_LONGEST_WAIT_SECONDS = 10.0


class RenderingDownloadHandler(GuardedDownloadHandler, ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]  # the latter is untyped
    """Fetches as GuardedDownloadHandler does; requests marked ``playwright`` are opened in a browser.

    Whatever a page asks for is fetched here: from the source's own site only, as its robots.txt
    allows, never from a private address, without cookies and under our name. The browser has no
    network of its own.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._starting = asyncio.Lock()
        self._started = False
        self._under_way = 0
        self._seconds = crawler.settings.getfloat(RENDER_SECONDS)

    async def _maybe_launch_in_thread(self) -> None:
        """Leave the browser's driver unstarted until the first page needs it."""

    async def download_request(self, request: Request) -> Response:
        """Fetch or open ``request``. Raises ForbiddenAddress or RenderFailed."""
        if not request.meta.get("playwright"):
            return await super().download_request(request)
        try:
            async with self._starting:
                if not self._started:
                    await self._launch()
                    self._started = True
            async with asyncio.timeout(self._seconds):
                return await self._open(request)
        except TimeoutError as exc:
            # The page is still open, and the next one would wait for its place for ever.
            for wrapper in list(self.context_wrappers.values()):
                await wrapper.context.close()
            raise RenderFailed(f"The page did not rest within {self._seconds:.0f} s.") from exc
        except PlaywrightError as exc:
            raise RenderFailed(exc.message.splitlines()[0]) from exc

    async def _open(self, request: Request) -> Response:
        request.meta["playwright_page_init_callback"] = self._supply
        request.meta["playwright_context_kwargs"] = {
            "user_agent": self._user_agent,
            "locale": "ko-KR",
            "timezone_id": "Asia/Seoul",
            "service_workers": "block",
            "accept_downloads": False,
        }
        response: Response = await self._download_request(request)
        return response

    async def _apply_page_methods(self, page: Page, request: Request, spider: Spider) -> None:  # noqa: ARG002 - the library calls it so
        """Read the page when it has come to rest; the library's own wait may never end."""
        await page.wait_for_function("document.readyState !== 'loading'")
        await self._unfold(page, request.meta[CLICK])
        if request.meta[PICTURE]:
            request.meta[TAKEN] = await page.screenshot(full_page=True, type="png")

    async def _supply(self, page: Page, opened: Request) -> None:
        """Answer everything that ``page`` asks for; this route goes before the library's own."""

        async def answer(route: Route) -> None:
            self._under_way += 1
            try:
                await self._answer(route, opened)
            finally:
                self._under_way -= 1

        await page.route("**", answer)

    async def _answer(self, route: Route, opened: Request) -> None:
        asked = route.request
        document: Response = opened.meta[DOCUMENT]
        if asked.is_navigation_request() and asked.frame.parent_frame is None:
            # A page that leads itself elsewhere is read as it was.
            if opened.meta.setdefault(_ANSWERED, asked) is not asked:
                await route.fulfill(status=204)
                return
            await route.fulfill(
                status=document.status, headers=_type_of(document), body=document.body
            )
            return
        parts = _PICTURE_PARTS if opened.meta[PICTURE] else _PARTS
        host = urlsplit(asked.url).hostname or ""
        if asked.resource_type not in parts or not _belongs(host, opened.meta[SITE]):
            await route.abort()
            return
        part = Request(
            asked.url,
            method=asked.method,
            body=asked.post_data_buffer or b"",
            headers={
                "User-Agent": self._user_agent,
                "Accept": "*/*",
                **{k: v for k, v in asked.headers.items() if k == "content-type"},
            },
            meta={"download_timeout": opened.meta.get("download_timeout", _LONGEST_WAIT_SECONDS)},
        )
        try:
            robots = self._crawler.get_downloader_middleware(PoliteRobots)
            if robots is not None:
                await robots.process_request(part)
            fetched = await super().download_request(part)
        except Exception:  # noqa: BLE001 - whatever failed, a page opens without one of its parts
            await route.abort()
            return
        await route.fulfill(status=fetched.status, headers=_type_of(fetched), body=fetched.body)

    async def _unfold(self, page: Page, selector: str | None) -> None:
        """Click what opens the rest of the text, where the page has it; wait until all has come."""
        await self._settle()
        if selector is None:
            return
        button = page.locator(selector).first
        if await button.count() and await button.is_visible():
            await button.click(timeout=_CLICK_SECONDS * 1_000)
            await self._settle()

    async def _settle(self) -> None:
        """Wait until nothing was asked for during two looks."""
        loop = asyncio.get_running_loop()
        end, quiet = loop.time() + _LONGEST_WAIT_SECONDS, 0
        while quiet < 2 and loop.time() < end:
            await asyncio.sleep(_SETTLED_SECONDS)
            quiet = 0 if self._under_way else quiet + 1

    @property
    def _user_agent(self) -> str:
        agent: str = self._crawler.settings["USER_AGENT"]
        return agent


def _type_of(response: Response) -> dict[str, str]:
    kind = response.headers.get("content-type")
    return {"content-type": kind.decode("latin-1")} if kind else {}


def _belongs(host: str, site: str) -> bool:
    return host == site or host.endswith(f".{site}")
