"""The AI service follows pointer, routing and policy; nobody who asks meanwhile notices a failure."""

from __future__ import annotations

import itertools
import json
import threading
import time

import pytest

from imfact.kit.errors import ConfigError, ImfactError
from imfact.policy.names import THRESHOLDS
from imfact.policy.names import file_key as file_key_of_policy
from imfact.policy.pointer import point_to
from imfact.policy.versions import publish_files
from imfact.registry.checksums import render_checksums
from imfact.registry.golden import GoldenMismatch
from imfact.registry.names import POINTER_KEY, file_key
from imfact.registry.pointer import pointer_bytes, promote
from imfact.registry.versions import read_version, show_version
from tests.integration.services.conftest import (
    FIRST,
    SECOND,
    THIRD,
    put_variant,
    set_routing,
)
from tests.unit.policy.policies import with_threshold

TITLES = (
    "가온시 도서관 세 곳, 다음 달 문 연다",
    "결국 눈물 쏟은 그 사람, 대체 무슨 일이?",
    "“이것만은 꼭 피하세요” 뜻밖의 이유",
)
BODY = "가온시는 어제 어린이 도서관 세 곳을 다음 달에 연다고 밝혔다. 마당도 함께 연다."


def ask(http, *titles):
    answer = http.post("/v1/assess", json={"items": [{"title": t, "body": BODY} for t in titles]})
    assert answer.status_code == 200, answer.text
    return [item["assessment"] for item in answer.json()["items"]]


def model_of(verdict):
    return verdict["versions"]["model_version"]


def test_the_pointer_switched_fifty_times_under_load(house, run):
    running = run()
    expected = {}
    for version in (THIRD, SECOND):
        promote(house.models, version)
        running.holder.refresh()
        expected[version] = {t: v["p_clickbait"] for t in TITLES for v in ask(running.http, t)}
    assert all(abs(expected[THIRD][t] - expected[SECOND][t]) > 0.1 for t in TITLES)
    running.holder.follow(0.01)
    ended = threading.Event()
    answers: list[tuple[str, float, str]] = []
    failures: list[BaseException] = []

    def load(offset):
        try:
            for number in itertools.count(offset):
                if ended.is_set():
                    return
                titles = [TITLES[(number + n) % 3] for n in range(3)]
                verdicts = ask(running.http, *titles)
                assert len({model_of(v) for v in verdicts}) == 1, "one answer, two versions"
                answers.extend(
                    (t, v["p_clickbait"], model_of(v))
                    for t, v in zip(titles, verdicts, strict=True)
                )
        except BaseException as exc:  # noqa: BLE001 - told by the test, not lost in a thread
            failures.append(exc)

    threads = [threading.Thread(target=load, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    switches = 0
    try:
        for number in range(50):
            version = (THIRD, SECOND)[number % 2]
            promote(house.models, version)
            deadline = time.monotonic() + 30
            while running.holder.serving.current.model_version != version:
                assert time.monotonic() < deadline, running.holder.trouble
                time.sleep(0.002)
            switches += 1
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    assert failures == []
    assert switches == 50
    assert {version for _, _, version in answers} == {THIRD, SECOND}
    for title, p, version in answers:
        assert p == pytest.approx(expected[version][title], abs=1e-4)
    assert running.holder.trouble is None


def damage(house, name, how):
    key = file_key("clickbait", SECOND, name)
    data = house.models.get(key)
    if how == "missing":
        house.models.delete(key)
    elif how == "truncated":
        house.models.put(key, data[: len(data) // 2])
    else:
        house.models.put(key, bytes([data[0] ^ 1]) + data[1:])


@pytest.mark.parametrize("how", ["missing", "truncated", "altered"])
@pytest.mark.parametrize(
    "name", ["model.onnx", "calibration.json", "golden.json", "meta.json", "checksums.txt"]
)
def test_a_broken_version_is_refused_and_the_old_one_goes_on(house, run, name, how):
    running = run()
    damage(house, name, how)
    house.models.put(POINTER_KEY, pointer_bytes(SECOND))
    with pytest.raises(ImfactError):
        running.holder.refresh()
    assert model_of(ask(running.http, TITLES[0])[0]) == FIRST
    health = running.http.get("/health")
    assert health.status_code == 200
    assert health.json()["parts"]["classifier"] == FIRST
    assert "refused" in health.json()["parts"]
    # Mended, it comes into force; nobody has to do anything else.
    for key in list(house.models.keys(f"clickbait/{SECOND}")):
        house.models.delete(key)
    put_variant(house, SECOND)
    assert running.holder.refresh()
    assert model_of(ask(running.http, TITLES[0])[0]) == SECOND
    assert "refused" not in running.http.get("/health").json()["parts"]


@pytest.mark.parametrize(
    "pointer", [b'{"target": "2032-02-02-v2"}', b"", b"{", b'{"target": "newest"}', None]
)
def test_a_pointer_to_nothing_changes_nothing(house, run, pointer):
    running = run()
    if pointer is None:
        house.models.delete(POINTER_KEY)
    else:
        house.models.put(POINTER_KEY, pointer)
    with pytest.raises(ConfigError, match="imfact model"):
        running.holder.refresh()
    assert model_of(ask(running.http, TITLES[0])[0]) == FIRST
    assert "config_error" in running.http.get("/health").json()["parts"]["refused"]
    promote(house.models, THIRD)
    assert running.holder.refresh()
    assert model_of(ask(running.http, TITLES[0])[0]) == THIRD


def test_a_version_that_answers_otherwise_here_is_refused(house, run):
    golden = json.loads(house.models.get(file_key("clickbait", FIRST, "golden.json")))
    for headline in golden["headlines"]:
        headline["logit"] += 1
    put_variant(house, SECOND, golden_json=json.dumps(golden).encode())
    running = run()
    promote(house.models, SECOND)
    with pytest.raises(GoldenMismatch):
        running.holder.refresh()
    assert model_of(ask(running.http, TITLES[0])[0]) == FIRST


def test_nothing_is_ready_before_the_golden_outputs(run):
    running = run(ready=False)
    health = running.http.get("/health")
    assert (health.status_code, health.json()["code"]) == (503, "not_ready")
    assert health.headers["Retry-After"]
    assert running.http.get("/health/live").status_code == 200
    assert running.http.post("/v1/assess", json={"items": [{"title": "제목"}]}).status_code == 503
    running.holder.refresh()
    assert running.http.get("/health").status_code == 200


def test_a_changed_policy_comes_into_force_and_a_broken_one_does_not(house, run):
    running = run()
    before = ask(running.http, TITLES[0])[0]["versions"]
    sound = publish_files(house.config, with_threshold(0.2), house.clock()).version
    point_to(house.config, sound)
    assert running.holder.refresh()
    after = ask(running.http, TITLES[0])[0]["versions"]
    assert after["policy_version"] == sound != before["policy_version"]
    assert after["model_version"] == before["model_version"]
    broken = publish_files(house.config, with_threshold(0.3), house.clock()).version
    point_to(house.config, broken)
    house.config.put(file_key_of_policy(broken, THRESHOLDS), b'{"T": 7}')
    with pytest.raises(ConfigError, match=r"thresholds/clickbait\.json"):
        running.holder.refresh()
    assert ask(running.http, TITLES[0])[0]["versions"] == after


def test_routing_that_contradicts_the_pointer_says_what_to_do(house, run):
    running = run()
    set_routing(house, cbt_current=SECOND)
    with pytest.raises(ConfigError, match="the pointer decides"):
        running.holder.refresh()
    assert "cbt_current" in running.http.get("/health").json()["parts"]["refused"]
    promote(house.models, SECOND)
    assert running.holder.refresh()


def test_another_encoder_is_no_change_under_way(house, run):
    encoder = show_version(house.models, "clickbait", FIRST).requires_encoder
    assert encoder is not None
    files = read_version(house.models, "encoder", encoder)
    del files["checksums.txt"]
    files["meta.json"] = json.dumps(json.loads(files["meta.json"]) | {"version": SECOND}).encode()
    files["checksums.txt"] = render_checksums(files).encode()
    for name, data in files.items():
        house.models.put(file_key("encoder", SECOND, name), data)
    meta = json.loads(house.models.get(file_key("clickbait", SECOND, "meta.json")))
    put_variant(house, SECOND, meta_json=json.dumps(meta | {"requires_encoder": SECOND}).encode())
    running = run()
    promote(house.models, SECOND)
    with pytest.raises(ConfigError, match="imfact index build"):
        running.holder.refresh()
    assert model_of(ask(running.http, TITLES[0])[0]) == FIRST
    later = run()
    assert ask(later.http, TITLES[0])[0]["versions"]["encoder_version"] == SECOND
