"""The crawler process ends with the run that started it, however that one ends."""

from __future__ import annotations

import subprocess
import sys

from imfact.contracts.source import Feed, Source
from imfact.pipeline.crawl.job import CrawlJob


def test_the_crawler_ends_when_its_run_is_gone(tmp_path):
    source = Source(
        slug="hanbit",
        name="한빛",
        homepage="https://hanbit.example/",
        # Nobody answers at this address, and the crawler would try it for long.
        feeds=(Feed(kind="rss", url="https://hanbit.example/rss.xml"),),
        delay_seconds=60,
    )
    job = CrawlJob(
        run_id="20261124T010000Z-000000",
        lake_url=f"file:{tmp_path}/lake",
        sources=(source,),
        page_limit_bytes=1_000,
        timeout_seconds=60,
        source_seconds=600,
        host_overrides={"hanbit.example": "127.0.0.1:1"},
    )
    with subprocess.Popen(
        [sys.executable, "-m", "imfact.pipeline.crawl.process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(job.model_dump_json() + "\n")
        process.stdin.flush()
        assert process.stdout.readline()
        process.stdin.close()
        assert process.wait(10) == 70
