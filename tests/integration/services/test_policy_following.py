"""A policy is published, rolled back and broken under requests: no failed and no mixed answer."""

from __future__ import annotations

import threading
import time

import onnxruntime
import pytest

from imfact.policy import names
from imfact.policy.pointer import point_to
from imfact.policy.versions import publish_files
from tests.unit.policy.policies import with_threshold

TITLES = ("새별시장이 문을 닫은 까닭은?", "한결구, 새별시장 지붕 고치기로", "이것만은 꼭 보세요")
BODY = "새별시장이 문을 닫았다고 한결구가 밝혔다. 지붕을 고치는 데 두 달이 걸린다."
MOVES = 50
# With the first nothing is below the threshold, with the second nothing above it.
SUSPECTS = with_threshold(0.0001)
CLEARS = with_threshold(0.9999)


@pytest.fixture
def versions(house):
    """Two published versions, and whether each suspects these headlines."""
    return {
        publish_files(house.config, SUSPECTS, house.clock()).version: True,
        publish_files(house.config, CLEARS, house.clock()).version: False,
    }


def ask(http):
    items = [{"title": title, "body": BODY} for title in TITLES]
    answer = http.post("/v1/assess", json={"items": items, "reasons": False})
    assert answer.status_code == 200, answer.text
    return [item["assessment"] for item in answer.json()["items"]]


def policy_of(verdict):
    return verdict["versions"]["policy_version"]


def wait_for(running, version):
    deadline = time.monotonic() + 20
    while running.holder.serving.current.policy_version != version:
        assert time.monotonic() < deadline, running.holder.trouble
        time.sleep(0.002)


def test_fifty_publications_and_rollbacks_under_requests(house, run, versions):
    running = run()
    running.holder.follow(0.01)
    models = running.holder.serving.current.model_version
    point_to(house.config, next(iter(versions)))
    wait_for(running, next(iter(versions)))
    ended = threading.Event()
    answers: list[tuple[str, bool]] = []
    failures: list[BaseException] = []

    def load():
        try:
            while not ended.is_set():
                verdicts = ask(running.http)
                assert len({policy_of(verdict) for verdict in verdicts}) == 1
                answers.extend((policy_of(v), v["band"] == "suspected") for v in verdicts)
        except BaseException as exc:  # noqa: BLE001 - told by the test, not lost in a thread
            failures.append(exc)

    threads = [threading.Thread(target=load) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for number in range(MOVES):
            if number % 10 == 9:
                # Somebody writes nonsense in the pointer's place; the next move mends it.
                house.config.put(names.POINTER_KEY, b'{"target": "v99-000000000000"}')
                time.sleep(0.05)
            wanted = list(versions)[number % 2]
            point_to(house.config, wanted)
            wait_for(running, wanted)
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    assert failures == []
    # Each verdict is that of the version which it names, and both were seen.
    assert set(answers) == set(versions.items())
    assert running.holder.serving.current.model_version == models


def test_scores_and_method_name_the_published_version(house, run, versions):
    running = run()
    for version in versions:
        point_to(house.config, version)
        assert running.holder.refresh()
        assert {policy_of(verdict) for verdict in ask(running.http)} == {version}
        assert running.http.get("/v1/method").json()["policy_version"] == version
        assert house.policy.version == version
    point_to(house.config, "1")
    assert running.holder.refresh()
    assert {policy_of(verdict) for verdict in ask(running.http)} == {house.policy.version}


def test_a_new_policy_opens_no_model_anew(house, run, versions, monkeypatch):
    running = run()
    before = running.holder.serving.current
    point_to(house.config, next(iter(versions)))
    monkeypatch.setattr(onnxruntime, "InferenceSession", None)  # whoever opens one now fails
    assert running.holder.refresh()
    assert running.holder.serving.current is not before
    assert running.holder.serving.current.encoder_version == before.encoder_version


def test_a_broken_policy_is_told_and_the_old_one_judges(house, run, versions):
    running = run()
    running.holder.follow(0.01)
    before = policy_of(ask(running.http)[0])
    broken = next(iter(versions))
    key = names.file_key(broken, "rules/rules_v1.yaml")
    point_to(house.config, broken)
    whole = house.config.get(key)
    wait_for(running, broken)
    point_to(house.config, before)
    wait_for(running, before)
    house.config.put(key, b"rules: [")
    house.config.put(names.POINTER_KEY, b'{"target": "%s"}' % broken.encode())
    deadline = time.monotonic() + 10
    while running.holder.trouble is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert "rules_v1.yaml" in str(running.holder.trouble)
    assert {policy_of(verdict) for verdict in ask(running.http)} == {before}
    house.config.put(key, whole)
    wait_for(running, broken)
