"""A policy changed beside a running server: what it would do, then that it is done, without a restart."""

from __future__ import annotations

import json
import subprocess
import time

import httpx2
import pytest

from tests.e2e.conftest import CLI, Stack, environment_for, free_port, wait_until_ready
from tests.newsroom_facts import ARTICLES

TITLE = "결국 눈물 쏟은 그 사람, 대체 무슨 일이?"
BODY = "한결시는 어제 어린이 도서관 세 곳을 열었다고 밝혔다. 시민 백여 명이 함께했다."


@pytest.fixture
def server(tmp_path):
    """A server of its own, with nothing crawled."""
    port = free_port()
    environment = environment_for(tmp_path / "var", port)
    log = (tmp_path / "server.log").open("wb")
    process = subprocess.Popen([*CLI, "up"], env=environment, stdout=log, stderr=log)
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", process)
        yield Stack(f"http://127.0.0.1:{port}", tmp_path / "var", environment)
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def suspecting_nothing(stack, folder):
    """Write the current policy with a threshold that no headline reaches."""
    stack.cli("policy", "show", "--to", str(folder))
    thresholds = folder / "thresholds" / "clickbait.json"
    content = json.loads(thresholds.read_text("utf-8"))
    content |= {"T": 0.9999, "unsure_band": [0.9998, 0.9999]}
    thresholds.write_text(json.dumps(content), "utf-8")
    return str(folder)


def judged(stack):
    answer = httpx2.post(f"{stack.url}/v1/assess", json={"title": TITLE, "body": BODY}, timeout=30)
    assert answer.status_code == 200, answer.text
    verdict = answer.json()["assessment"]
    return verdict["versions"]["policy_version"], verdict["band"]


def wait_for(stack, version):
    """Ask until the version judges; every answer on the way must be a good one."""
    deadline = time.monotonic() + 30
    while (answer := judged(stack))[0] != version:
        assert time.monotonic() < deadline, answer
        time.sleep(0.2)
    return answer[1]


def test_what_if_rejudges_the_stored_articles_and_stores_nothing(stack, tmp_path):
    folder = suspecting_nothing(stack, tmp_path / "policy")
    told = json.loads(stack.cli("policy", "what-if", folder, "--json").stdout)
    assert told["judged"] == ARTICLES
    assert told["changed"] > 0
    assert all(move["after"] != "suspected" for move in told["bands"])
    sizes = [abs(s["after"]["p_clickbait"] - s["before"]["p_clickbait"]) for s in told["biggest"]]
    assert len(sizes) <= 20
    # As it was stored: the same bands before, and no new version.
    today = httpx2.get(f"{stack.url}/v1/articles", params={"limit": 100, "fold": "none"}).json()
    before = {
        item["url_hash"]: item["verdict"]["band"]
        for item in today["items"]
        if item["verdict"] is not None
    }
    for shift in told["biggest"]:
        assert before.get(shift["id"], shift["before"]["band"]) == shift["before"]["band"]
    assert len(json.loads(stack.cli("policy", "list", "--json").stdout)) == 1


def test_a_running_server_and_the_next_command_follow(server, tmp_path):
    first, band = judged(server)
    assert band == "suspected"
    folder = suspecting_nothing(server, tmp_path / "policy")
    told = json.loads(server.cli("policy", "publish", folder, "--json").stdout)
    assert told["before"] == first
    assert wait_for(server, told["current"]) == "low"
    method = httpx2.get(f"{server.url}/v1/method").json()
    assert (method["policy_version"], method["threshold"]) == (told["current"], 0.9999)
    # The next command starts with it; no restart, no setting.
    alone = json.loads(server.cli("assess", TITLE, "--body", BODY, "--json").stdout)
    assert (alone["versions"]["policy_version"], alone["band"]) == (told["current"], "low")

    # A version damaged on disk is refused: the server goes on with the one it has.
    damaged = server.var / "config" / "policy" / first / "thresholds" / "clickbait.json"
    whole = damaged.read_bytes()
    damaged.write_bytes(b"{")
    refused = server.cli("policy", "rollback", "1", check=False)
    assert refused.returncode == 78
    assert "thresholds/clickbait.json" in refused.stderr
    pointer = server.var / "config" / "policy_current" / "pointer.json"
    pointer.write_text(json.dumps({"target": first}))
    log = server.var.parent / "server.log"
    deadline = time.monotonic() + 30
    while "refused" not in log.read_text("utf-8"):
        assert time.monotonic() < deadline
        assert judged(server)[0] == told["current"]
        time.sleep(0.2)
    damaged.write_bytes(whole)
    server.cli("policy", "rollback", "1")
    assert wait_for(server, first) == "suspected"
