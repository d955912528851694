"""One running stack for all end-to-end tests of a worker.

``stack`` crawls the sample newsroom once through the real command line in a folder of its own and
serves it on a free port; tests read from it and never change it. Tests that break things start
their own in ``tmp_path``.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from imfact.pipeline.crawl.browser import find_browser

CLI = [sys.executable, "-m", "imfact.cli"]


@dataclass(frozen=True)
class Stack:
    url: str
    var: Path
    environment: dict[str, str]

    def cli(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run the command line beside the running server, on the same data."""
        return subprocess.run(
            [*CLI, *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=check,
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment_for(var: Path, port: int) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("IMFACT_")}
    return (
        kept
        | {"IMFACT_VAR": str(var), "IMFACT_PORT": str(port), "COLUMNS": "200"}
        | {"IMFACT_METRICS": "prometheus:0"}
    )


def wait_until_ready(url: str, process: subprocess.Popen[bytes], seconds: float = 240) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            if httpx2.get(f"{url}/health/ready", timeout=2).status_code == 200:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.3)
    raise RuntimeError("the server was not ready in time")


@pytest.fixture(scope="session")
def chromium():
    """The browser that one outlet of the sample newsroom needs; without it the counts differ."""
    found = find_browser()
    if found is None:
        pytest.skip("no chromium on this machine")
    return found


@pytest.fixture(scope="session")
def stack(tmp_path_factory, chromium):
    var = tmp_path_factory.mktemp("stack") / "var"
    port = free_port()
    environment = environment_for(var, port)
    log = (var.parent / "server.log").open("wb")
    process = subprocess.Popen([*CLI, "up", "--newsroom"], env=environment, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(url, process)
        yield Stack(url, var, environment)
    finally:
        process.terminate()
        process.wait(30)
        log.close()


@pytest.fixture(scope="session")
def running_stack(stack):
    """The base URL of a server with the sample newsroom crawled and judged."""
    return stack.url


@pytest.fixture
def rows(tmp_path):
    """Write JSON lines and return the path."""

    def write(*records: dict[str, object]) -> Path:
        path: Path = tmp_path / "rows.jsonl"
        path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
        return path

    return write
