"""A candidate on trial: canary judges its share for readers, shadow judges for the log only."""

from __future__ import annotations

import hashlib
import json

import pytest

from imfact.contracts.policy import Canary
from imfact.kit.errors import ConfigError
from imfact.lake.shadow import read_scores
from imfact.registry.candidate import clear_candidate, fill_candidate, read_candidate
from imfact.registry.names import CANDIDATE, file_key
from imfact.registry.routing import takes_canary
from tests.integration.services.conftest import FIRST, SECOND, THIRD, put_variant, set_routing

BODY = "가온시는 어제 어린이 도서관 세 곳을 다음 달에 연다고 밝혔다."


def hashes(count):
    return [hashlib.sha256(str(n).encode()).hexdigest()[:32] for n in range(count)]


def models(http, url_hashes):
    items = [
        {"title": f"가온시 도서관 {n}곳 연다", "body": BODY, "url_hash": h}
        for n, h in enumerate(url_hashes)
    ]
    answer = http.post("/v1/assess", json={"items": items, "reasons": False}).json()
    return [item["assessment"]["versions"]["model_version"] for item in answer["items"]]


def test_the_slot_holds_the_same_set_of_files(house):
    fill_candidate(house.models, SECOND)
    fill_candidate(house.models, THIRD)

    def names(version):
        prefix = f"clickbait/{version}/"
        return {key.removeprefix(prefix) for key in house.models.keys(prefix.rstrip("/"))}

    assert names(CANDIDATE) == names(THIRD)
    meta = read_candidate(house.models)
    assert meta is not None
    assert meta.version == THIRD
    clear_candidate(house.models)
    assert read_candidate(house.models) is None


def test_the_canary_takes_a_stable_share(house, run):
    fill_candidate(house.models, SECOND)
    set_routing(house, canary={"version": SECOND, "share": 0.3})
    running = run()
    asked = hashes(60)
    judged = models(running.http, asked)
    canary = Canary(version=SECOND, share=0.3)
    assert judged == [SECOND if takes_canary(h, canary) else FIRST for h in asked]
    assert models(running.http, asked[::-1]) == judged[::-1]
    assert models(running.http, [None, None]) == [FIRST, FIRST]


def test_a_share_is_what_it_says_and_grows_by_adding():
    drawn = hashes(5_000)
    small = {h for h in drawn if takes_canary(h, Canary(version=SECOND, share=0.1))}
    large = {h for h in drawn if takes_canary(h, Canary(version=SECOND, share=0.25))}
    other = {h for h in drawn if takes_canary(h, Canary(version=THIRD, share=0.1))}
    assert 400 < len(small) < 600
    assert 1_100 < len(large) < 1_400
    assert small < large
    assert len(small & other) < 120


def test_shadow_scores_are_logged_and_never_shown(house, run):
    fill_candidate(house.models, SECOND)
    set_routing(house, shadow=SECOND)
    running = run()
    asked = hashes(5)
    assert set(models(running.http, asked)) == {FIRST}
    running.shadow.close()
    scores = list(read_scores(house.lake, SECOND))
    assert {score.url_hash for score in scores} == set(asked)
    for score in scores:
        assert (score.current, score.candidate) == (FIRST, SECOND)
        assert score.candidate_p > score.current_p
    assert running.holder.counters.read().shadow_scores == 5


def test_a_broken_candidate_leaves_the_current_version_alone(house, run):
    fill_candidate(house.models, SECOND)
    key = file_key("clickbait", CANDIDATE, "model.onnx")
    house.models.put(key, house.models.get(key)[:-10])
    set_routing(house, canary={"version": SECOND, "share": 1.0})
    running = run()
    assert set(models(running.http, hashes(3))) == {FIRST}
    assert SECOND in running.http.get("/health").json()["parts"]["refused"]
    fill_candidate(house.models, SECOND)
    running.holder._refused = None  # as if the pause were over
    assert running.holder.refresh()
    assert set(models(running.http, hashes(3))) == {SECOND}
    assert running.http.get("/health").json()["parts"]["candidate"] == SECOND


def test_a_candidate_that_fails_in_its_own_way_is_refused_too(house, run):
    golden = json.loads(house.models.get(file_key("clickbait", FIRST, "golden.json")))
    golden["headlines"][0]["title_vector"] = [1.0, 0.0]
    put_variant(house, SECOND, golden_json=json.dumps(golden).encode())
    fill_candidate(house.models, SECOND)
    set_routing(house, canary={"version": SECOND, "share": 1.0})
    running = run()
    assert set(models(running.http, hashes(3))) == {FIRST}
    assert SECOND in running.http.get("/health").json()["parts"]["refused"]


def test_an_empty_slot_is_named(house, run):
    set_routing(house, shadow=SECOND)
    running = run()
    assert "imfact model candidate" in running.http.get("/health").json()["parts"]["refused"]


def test_one_slot_means_one_candidate(house, run):
    running = run()
    set_routing(house, shadow=SECOND, canary={"version": THIRD, "share": 0.5})
    with pytest.raises(ConfigError, match="one candidate slot"):
        running.holder.refresh()
