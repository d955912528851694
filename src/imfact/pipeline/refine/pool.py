"""Spreads pages over worker processes, so that one that crashes or hangs costs only itself."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import TimeoutError as PageTimeout
from multiprocessing.context import SpawnContext

from pebble import ProcessExpired, ProcessPool

from imfact.contracts.article import CuratedArticle
from imfact.kit.errors import DataError, ExtractionError
from imfact.pipeline.refine.article import Limits, Page, refine_page

PAGE_SECONDS = 20.0
# A pool that is fed faster than it works would hold all pages in memory.
_AHEAD = 8

Refined = CuratedArticle | DataError


class PageHangs(ExtractionError):
    """Extraction of the page did not end."""

    code = "extraction_timeout"


class PageCrashes(ExtractionError):
    """Extraction of the page failed in a way that nobody foresaw."""

    code = "extraction_crash"


def refine_pages(
    pages: Iterable[Page], limits: Limits, *, workers: int, page_seconds: float = PAGE_SECONDS
) -> Iterator[tuple[Page, Refined]]:
    """Yield each page with its article, or with the error that sends it to quarantine; in order.

    Where no processes can be made that know of each other (Lambda), pages are refined one after the
    other in this one; there a page that hangs takes until the function's own time is over.
    """
    context = multiprocessing.get_context("spawn")
    if not _has_semaphores(context):
        for page in pages:
            yield page, refine_outcome(page, limits)
        return
    with ProcessPool(max_workers=workers, context=context) as pool:
        waiting = []
        for page in pages:
            future = pool.schedule(refine_outcome, args=(page, limits), timeout=page_seconds)
            waiting.append((page, future))
            if len(waiting) >= workers * _AHEAD:
                first, done = waiting.pop(0)
                yield first, _result(done, page_seconds)
        for page, future in waiting:
            yield page, _result(future, page_seconds)


def _has_semaphores(context: SpawnContext) -> bool:
    """Return whether there is shared memory for the locks between processes; Lambda has no /dev/shm."""
    try:
        context.Lock()
    except OSError:
        return False
    return True


def refine_outcome(page: Page, limits: Limits) -> Refined:
    """Return the article or the error; an unforeseen error becomes PageCrashes."""
    try:
        return refine_page(page, limits)
    except DataError as exc:
        return exc
    # Parsers of other people's pages fail in ways that no list foresees; the item says so and waits.
    except Exception as exc:  # noqa: BLE001
        return PageCrashes(f"Extraction failed: {type(exc).__name__}: {exc}")


# Any: pebble's futures are untyped.
def _result(future: object, page_seconds: float) -> Refined:
    try:
        return future.result()  # type: ignore[attr-defined, no-any-return]  # pebble.ProcessFuture
    except PageTimeout:
        return PageHangs(f"Extraction took more than {page_seconds:.0f} s and was ended.")
    except ProcessExpired as exc:
        return PageCrashes(f"The extracting process died with code {exc.exitcode}.")
