"""The crawler process: a job on standard input, events on standard output.

A process of its own, because Twisted's reactor cannot start twice and a long-lived worker must not
keep the crawler's memory. Run as ``python -m imfact.pipeline.crawl.process``.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from typing import TextIO

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from imfact.contracts.runs import ItemOutcome
from imfact.contracts.source import Source
from imfact.pipeline.crawl.job import CrawlEvent, CrawlJob
from imfact.pipeline.crawl.ledger import Ledger
from imfact.pipeline.crawl.politeness import process_settings, source_settings
from imfact.pipeline.crawl.spider import SourceSpider
from imfact.store.objects import ObjectStore


def main() -> int:
    """Do the job that the first line of standard input describes."""
    job = CrawlJob.model_validate_json(sys.stdin.readline())
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    reports = sys.stdout
    # Whatever a library prints must not land among the events.
    sys.stdout = sys.stderr
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR)
    crawl(job, reports)
    return 0


def _end_with_the_run() -> None:
    """End this process when the run does: only then is standard input at its end.

    A crawler whose run was killed would go on beside the one of the resumed run.
    """
    # Not through sys.stdin, whose lock the interpreter needs when it ends.
    while os.read(0, 1):
        pass
    os._exit(70)


def crawl(job: CrawlJob, reports: TextIO) -> None:
    """Crawl all sources of ``job`` side by side, each at its own pace."""

    def report(event: CrawlEvent) -> None:
        reports.write(event.model_dump_json() + "\n")
        reports.flush()

    lake = ObjectStore.open(job.lake_url)
    allowed = []
    for source in job.sources:
        refusal = _refusal(source, job)
        if refusal is None:
            allowed.append(source)
            continue
        reason, detail = refusal
        skipped = ItemOutcome(
            item=source.homepage,
            source=source.slug,
            outcome="skipped",
            reason=reason,
            detail=detail,
        )
        report(CrawlEvent(announced=1, outcome=skipped))
    if not allowed:
        return
    process = AsyncCrawlerProcess(Settings(process_settings(job)), install_root_handler=False)
    for source in allowed:
        # At the priority of the process's own settings these would be overwritten by them.
        settings = Settings(source_settings(job, source), priority="spider")
        crawler = Crawler(SourceSpider, settings)
        ledger = Ledger(source, job.tombstones, report)
        process.crawl(crawler, source=source, ledger=ledger, lake=lake, run_id=job.run_id)
    process.start()


def _refusal(source: Source, job: CrawlJob) -> tuple[str, str] | None:
    """Return reason and sentence where ``source`` as a whole is not crawled."""
    if not (source.rights.crawl and source.rights.store):
        return "rights_forbid", "The source's rights allow no crawl or no storage."
    if source.render == "browser" and job.browser is None:
        return "no_browser", "Its pages need a browser, and there is no chromium on this machine."
    return None


if __name__ == "__main__":
    sys.exit(main())
