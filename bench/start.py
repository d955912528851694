"""How long `imfact up` takes on existing data until it is ready, beside the interpreter alone."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx2

_PORT = 18_732
_RUNS = 3


def main() -> None:
    """Print seconds from the command to /health/ready, cold once and warm three times."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "IMFACT_VAR": str(Path(folder) / "var"),
            "IMFACT_PORT": str(_PORT),
        }
        first = _ready(environment, "--newsroom")
        print(f"with the newsroom, first time {first:5.1f} s")
        warm = sorted(_ready(environment) for _ in range(_RUNS))
        print(f"warm, median of {_RUNS}          {warm[_RUNS // 2]:5.1f} s")
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    print(f"interpreter alone             {time.perf_counter() - started:5.2f} s")


def _ready(environment: dict[str, str], *options: str) -> float:
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "imfact.cli", "up", *options],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while process.poll() is None:
            try:
                if httpx2.get(f"http://127.0.0.1:{_PORT}/health/ready").status_code == 200:
                    return time.perf_counter() - started
            except httpx2.TransportError:
                time.sleep(0.1)
        raise RuntimeError(f"the server ended with {process.returncode}")
    finally:
        process.terminate()
        process.wait(30)
