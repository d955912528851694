"""A house with the bundled models and versions made of them that answer otherwise.

The house is opened once a module, since an encoder takes seconds to verify; pointer, slot and routing
are put back before every test.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from imfact.bootstrap.house import House
from imfact.contracts.model import PointerChange
from imfact.policy.defaults import default_files
from imfact.policy.names import ROUTING
from imfact.policy.pointer import point_to
from imfact.registry.candidate import clear_candidate
from imfact.registry.checksums import render_checksums
from imfact.registry.install import bundled_versions
from imfact.registry.names import CHECKSUMS, POINTER_KEY, file_key
from imfact.registry.pointer import pointer_bytes
from imfact.registry.versions import read_version
from imfact.services.ai.app import create_app
from imfact.services.ai.batching import BatchLimits
from imfact.services.ai.cache import VerdictCache
from imfact.services.ai.holder import ModelHolder
from imfact.services.ai.service import JudgingService
from imfact.services.ai.shadow import Shadow
from imfact.settings import Settings

FIRST = bundled_versions("clickbait")[-1]
SECOND, THIRD = "2031-01-01-v1", "2031-01-01-v2"
# Calibrations this far apart cannot be taken for the noise of a quantised encoder.
SHIFT = 4.0


def put_variant(house: House, version: str, shift: float = SHIFT, **changed: bytes) -> None:
    """Install a sound version that is the bundled one with ``shift`` logits added to each verdict."""
    files = read_version(house.models, "clickbait", FIRST)
    meta = json.loads(files["meta.json"]) | {"version": version}
    calibration = _shifted(json.loads(files["calibration.json"]), shift)
    files |= {
        "meta.json": json.dumps(meta).encode(),
        "calibration.json": json.dumps(calibration).encode(),
    }
    files |= {name.replace("_", "."): data for name, data in changed.items()}
    del files[CHECKSUMS]
    files[CHECKSUMS] = render_checksums(files).encode()
    for name, data in files.items():
        house.models.put(file_key("clickbait", version, name), data)


def _shifted(record: Any, shift: float) -> Any:
    if not isinstance(record, dict):
        return record
    return {
        name: value + shift if name == "intercept" else _shifted(value, shift)
        for name, value in record.items()
    }


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(Settings(var=Path(tmp_path_factory.mktemp("house"))))
    yield house
    house.close()


@pytest.fixture
def house(opened: House) -> House:
    first = PointerChange(action="install", target=FIRST)
    opened.models.put(POINTER_KEY, pointer_bytes(FIRST, (first,)))
    clear_candidate(opened.models)
    for key in list(opened.models.keys("clickbait/cbt_evaluations")):
        opened.models.delete(key)
    opened.config.put(ROUTING, default_files()[ROUTING])
    point_to(opened.config, "v1")
    put_variant(opened, SECOND)
    put_variant(opened, THIRD, -SHIFT)
    return opened


@dataclass(frozen=True, slots=True)
class Running:
    """A service of a house, and its HTTP side."""

    holder: ModelHolder
    service: JudgingService
    http: TestClient
    shadow: Shadow


@pytest.fixture
def run(house: House) -> Iterator[Callable[..., Running]]:
    """Start a service of ``house``; without a cache unless asked, so that every answer is new."""
    services: list[Running] = []

    def start(cache: int = 0, limits: BatchLimits | None = None, ready: bool = True) -> Running:
        holder = ModelHolder(house.engines)
        if ready:
            holder.refresh()
        shadow = Shadow(house._write_shadow, holder.counters, house.clock)
        service = JudgingService(holder, limits=limits, cache=VerdictCache(cache), shadow=shadow)
        running = Running(holder, service, TestClient(create_app(service)), shadow)
        running.http.__enter__()
        services.append(running)
        return running

    yield start
    for running in services:
        running.http.__exit__()
        running.holder.close()
        running.service.close()


def set_routing(house: House, **routing: object) -> None:
    house.config.put(ROUTING, json.dumps(routing).encode())
