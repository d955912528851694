"""A policy is published, rolled back and broken under requests: no failed and no mixed answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from imfact.adapters.summariser.extractive import ExtractiveSummariser
from imfact.clients.ai import AiClient
from imfact.clients.transport import ServiceConnection, in_process_transport
from imfact.contracts.model import Calibration
from imfact.policy import names
from imfact.policy.current import CurrentPolicy
from imfact.policy.defaults import install_defaults
from imfact.policy.pointer import current_id, point_to
from imfact.policy.versions import list_versions, publish_files
from imfact.services.ai.app import create_app as create_ai_app
from imfact.services.ai.engine import JudgingEngine
from imfact.store.objects import ObjectStore
from tests.encoders import MarkClassifier
from tests.integration.gateway.conftest import NOW, served
from tests.unit.policy.policies import with_threshold

TITLE = "새별시장이 문을 닫은 까닭은?"
BODY = "새별시장이 문을 닫았다고 한결구가 밝혔다. 지붕을 고치는 데 두 달이 걸린다."
MOVES = 50
SECONDS = 6.0
PER_SECOND = 15
TIME_TO_LIVE = 0.05


@pytest.fixture
def config(tmp_path: Path) -> ObjectStore:
    store = ObjectStore(tmp_path / "policy-config")
    install_defaults(store)
    return store


@pytest.fixture
def following(config, encoder, parts) -> Iterator[object]:
    """The gateway's parts with an AI service that follows ``config``."""
    engine = JudgingEngine(
        encoder=encoder,
        classifier=MarkClassifier(),
        calibration=Calibration(
            method="platt", slope=1.0, intercept=0.0, fitted_on="nothing", base_rate=0.2
        ),
        policy=CurrentPolicy(config, seconds=TIME_TO_LIVE),
        summariser=ExtractiveSummariser(),
        trained_on="nothing",
        clock=lambda: NOW,
    )
    transport = in_process_transport(create_ai_app(engine))
    client = AiClient(ServiceConnection("http://ai", setting="IMFACT_AI", transport=transport))
    yield replace(parts, ai=client, method=client.method)
    client.close()


# Low throughout, so that a suspected verdict can only come of the policy that it names.
SUSPECTS = with_threshold(0.01)
CLEARS = with_threshold(0.95)


def test_fifty_publications_and_rollbacks_under_requests(config, following):
    suspecting = publish_files(config, SUSPECTS, NOW).version
    clearing = publish_files(config, CLEARS, NOW).version
    point_to(config, suspecting)
    answers: list[tuple[int, str, str]] = []

    def ask(client: httpx2.Client) -> None:
        answer = client.post("/v1/assess", json={"title": TITLE, "body": BODY})
        judged = answer.json().get("assessment", {})
        version = judged.get("versions", {}).get("policy_version", "none")
        answers.append((answer.status_code, version, judged.get("band", "none")))

    def move(ended: threading.Event) -> None:
        for number in range(MOVES):
            due = began + SECONDS * number / MOVES
            ended.wait(max(0.0, due - time.monotonic()))
            if number % 10 == 9:
                # Somebody writes nonsense in the pointer's place; the next move mends it.
                config.put(names.POINTER_KEY, b'{"target": "v99-000000000000"}')
            else:
                point_to(config, clearing if number % 2 else suspecting)

    with (
        served(following) as address,
        httpx2.Client(base_url=address, timeout=20) as client,
        ThreadPoolExecutor(PER_SECOND) as pool,
    ):
        ask(client)
        began, ended = time.monotonic(), threading.Event()
        mover = pool.submit(move, ended)
        asked: list[Future[None]] = []
        while not mover.done():
            asked.append(pool.submit(ask, client))
            ended.wait(1 / PER_SECOND)
        mover.result()
        for each in asked:
            each.result()

    assert len(answers) >= SECONDS * PER_SECOND * 0.7
    assert {status for status, _, _ in answers} == {200}
    # Each verdict is that of the version which it names, and both were seen.
    assert {(version, band) for _, version, band in answers} == {
        (suspecting, "suspected"),
        (clearing, "low"),
    }


def test_scores_and_method_name_the_published_version(config, following):
    first = current_id(config)
    with served(following) as address, httpx2.Client(base_url=address, timeout=20) as client:

        def versions() -> set[str]:
            judged = client.post("/v1/assess", json={"title": TITLE, "body": BODY}).json()
            return {
                judged["assessment"]["versions"]["policy_version"],
                client.get("/v1/method").json()["policy_version"],
            }

        assert versions() == {first}
        second = point_to(config, publish_files(config, CLEARS, NOW).version)
        assert _eventually(versions) == {second}
        assert client.get("/v1/method").json()["threshold"] == 0.95
        assert second in {record.version for record in list_versions(config)}
        # A file of the current version is damaged and the pointer moved over it: nothing changes.
        broken = publish_files(config, SUSPECTS, NOW).version
        config.put(names.file_key(broken, "rules/rules_v1.yaml"), b"rules: [")
        config.put(names.POINTER_KEY, b'{"target": "%s"}' % broken.encode())
        time.sleep(3 * TIME_TO_LIVE)
        assert versions() == {second}
        point_to(config, first)
        assert _eventually(versions) == {first}


def _eventually(versions) -> set[str]:
    """Ask until the time to live must have passed; a request made in time sees the old version."""
    time.sleep(2 * TIME_TO_LIVE)
    versions()
    found: set[str] = versions()
    return found
