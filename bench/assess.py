"""How long one verdict takes over HTTP, beside the encoder alone on the same texts."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx2

from bench.texts import articles
from imfact.bootstrap.house import House
from imfact.kit.korean import split_sentences
from imfact.settings import Settings

_RUNS = 100
_PORT = 18_731


def main() -> None:
    """Print p50 and p95 of /v1/assess in milliseconds, and the ratio to the encoder alone."""
    texts = list(articles(_RUNS))
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder) / "var"
        served = _served(var, texts)
        encoder = House(Settings(var=var)).encoder
        encoded = []
        for text in texts:
            sentences = [sentence.text for sentence in split_sentences(text.body)]
            started = time.perf_counter()
            encoder.encode([text.title, *sentences])
            encoded.append((time.perf_counter() - started) * 1000)
    print(f"/v1/assess    p50 {_p(served, 50):6.1f} ms   p95 {_p(served, 95):6.1f} ms")
    print(
        f"encoder alone p50 {_p(encoded, 50):6.1f} ms   p95 {_p(encoded, 95):6.1f} ms (all sentences)"
    )
    print(f"ratio of p50  {_p(served, 50) / _p(encoded, 50):.2f}")


def _served(var: Path, texts: list) -> list[float]:
    environment = {**os.environ, "IMFACT_VAR": str(var), "IMFACT_PORT": str(_PORT)}
    process = subprocess.Popen(
        [sys.executable, "-m", "imfact.cli", "up"], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{_PORT}", timeout=10) as http:
            while True:
                try:
                    if http.get("/health/ready").status_code == 200:
                        break
                except httpx2.TransportError:
                    time.sleep(0.2)
            taken = []
            for text in [*texts[:5], *texts]:
                started = time.perf_counter()
                http.post(
                    "/v1/assess", json={"title": text.title, "body": text.body}
                ).raise_for_status()
                taken.append((time.perf_counter() - started) * 1000)
            return taken[5:]
    finally:
        process.terminate()
        process.wait(30)


def _p(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1]
