"""Scrapy's settings for one source: who we are, how slowly we come, when we give up."""

from __future__ import annotations

from typing import Any

from imfact.contracts.source import Source
from imfact.pipeline.crawl.addresses import OVERRIDES_SETTING
from imfact.pipeline.crawl.browser import browser_settings
from imfact.pipeline.crawl.fates import RETRIED_STATUSES
from imfact.pipeline.crawl.job import CrawlJob

USER_AGENT = "imfact/0.1 (+https://imfact.example/bot)"
_PACKAGE = "imfact.pipeline.crawl"
_RETRIES = 2
_LONGEST_DELAY_SECONDS = 30.0


# Any: Scrapy's settings are of free form.
def process_settings(job: CrawlJob) -> dict[str, Any]:
    """Return what holds for the crawler process as a whole."""
    handler = f"{_PACKAGE}.addresses.GuardedDownloadHandler"
    return {
        "USER_AGENT": USER_AGENT,
        OVERRIDES_SETTING: job.host_overrides,
        "TWISTED_DNS_RESOLVER": f"{_PACKAGE}.addresses.PublicResolver",
        "DOWNLOAD_HANDLERS": {
            "http": handler,
            "https": handler,
            **dict.fromkeys(("data", "file", "ftp", "s3")),
        },
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            f"{_PACKAGE}.robots.PoliteRobots": 100,
        },
        "ROBOTSTXT_OBEY": True,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_MAXSIZE": job.page_limit_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_TIMEOUT": job.timeout_seconds,
        "CLOSESPIDER_TIMEOUT": job.source_seconds,
        "RETRY_HTTP_CODES": list(RETRIED_STATUSES),
        "RETRY_TIMES": _RETRIES,
        "REDIRECT_MAX_TIMES": 5,
        "METAREFRESH_ENABLED": False,
        "COOKIES_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "HTTPERROR_ALLOW_ALL": True,
        "REFERRER_POLICY": "no-referrer",
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_ENABLED": False,
        # In the order of the feed; Scrapy's own queues take the last announced first.
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
    }


def source_settings(job: CrawlJob, source: Source) -> dict[str, Any]:
    """Return the settings of ``source``'s own crawler: one request at a time, at its pace."""
    return {
        **process_settings(job),
        **(browser_settings(job) if source.render == "browser" else {}),
        "CONCURRENT_REQUESTS": 1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": source.delay_seconds,
        # A random delay would at times be shorter than what the source asks for.
        "DOWNLOAD_DELAY_JITTER": 0,
        "RANDOMIZE_DOWNLOAD_DELAY": False,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": source.delay_seconds,
        "AUTOTHROTTLE_MAX_DELAY": max(_LONGEST_DELAY_SECONDS, source.delay_seconds),
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
    }
