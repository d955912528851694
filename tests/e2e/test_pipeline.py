"""The whole way through the real command line: counts, idempotence, search, verdicts, bad input."""

from __future__ import annotations

import json
import subprocess
import sys

import httpx2
import pytest

from imfact.kit.urls import url_hash
from tests.e2e.conftest import CLI, environment_for, free_port
from tests.newsroom_facts import (
    ADDRESSES,
    ARTICLES,
    EDITED,
    EDITED_ADDRESS,
    EDITED_HEADLINES,
    GONE,
    ODD,
    SOURCES,
)


def test_every_article_of_the_newsroom_is_listed_and_judged(stack):
    items, cursor = [], None
    while True:
        page = httpx2.get(
            f"{stack.url}/v1/articles",
            params={"limit": 7, "fold": "none", **({"cursor": cursor} if cursor else {})},
        ).json()
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(items) == len({item["url_hash"] for item in items}) == ARTICLES
    assert all(item["verdict"] for item in items)
    assert len({item["source"]["slug"] for item in items}) == SOURCES


def test_the_first_runs_report_counts_every_address(stack):
    # Tests come in any order, and some run the pipeline again: run ids sort by time.
    report, *_later = sorted((stack.var / "lake/_logs/step-functions").glob("*/report.json"))
    stages = {s["stage"]: s for s in json.loads(report.read_text("utf-8"))["stages"]}
    crawl = stages["crawl"]
    assert crawl["counts"]["out"] == ARTICLES
    assert {reason: crawl["reasons"][reason] for reason in ODD} == ODD
    for stage in ("refine", "load", "embed", "group", "enrich", "index"):
        counts = stages[stage]["counts"]
        assert (counts["in"], counts["out"]) == (ARTICLES, ARTICLES)


def test_what_gives_no_page_lies_in_quarantine_with_its_reason(stack):
    files = (stack.var / "lake/quarantine/crawl").rglob("*.json")
    records = [json.loads(file.read_text("utf-8")) for file in files]
    assert {record["reason"] for record in records} == {"http_404", "redirects"}
    # Every run met the same pages again.
    assert len(records) == len({record["item"] for record in records})


def test_edited_headlines_are_judged_again_and_both_verdicts_are_shown(stack):
    _first, second, *_later = sorted(
        (stack.var / "lake/_logs/step-functions").glob("*/report.json")
    )
    stages = {s["stage"]: s for s in json.loads(second.read_text("utf-8"))["stages"]}
    assert stages["crawl"]["counts"]["out"] == EDITED
    assert stages["crawl"]["reasons"]["gone"] == GONE
    for stage in ("load", "embed", "group", "enrich", "index"):
        assert stages[stage]["counts"]["out"] == EDITED

    listed: list[dict[str, object]] = []
    cursor = None
    while True:
        first = {"limit": "100", "fold": "none"}
        params = first | ({"cursor": cursor} if cursor else {})
        page = httpx2.get(f"{stack.url}/v1/articles", params=params).json()
        listed, cursor = [*listed, *page["items"]], page["next"]
        if cursor is None:
            break
    revised = [item for item in listed if item["revision_count"] == 2]
    assert len(revised) == EDITED
    told = [
        httpx2.get(f"{stack.url}/v1/articles/{item['url_hash']}").json()["revisions"]
        for item in revised
    ]
    assert all(revision["trust"] is not None for pair in told for revision in pair)
    assert all(revision["band"] is not None for pair in told for revision in pair)
    assert sum(first["title"] != last["title"] for first, last in told) == EDITED_HEADLINES
    edited = httpx2.get(f"{stack.url}/v1/articles/{url_hash(EDITED_ADDRESS)}").json()
    assert edited["article"]["title"] == "군산 국숫집 주인, 20년 전 외상값 담긴 봉투 받아"


def test_a_second_run_beside_the_server_changes_nothing(stack):
    before = sorted(p.name for p in (stack.var / "lake/curated").rglob("*.json"))
    listed = httpx2.get(f"{stack.url}/v1/articles", params={"limit": 100}).json()
    report = json.loads(stack.cli("run", "--json").stdout)
    assert report["status"] == "succeeded"
    crawl = report["stages"][0]["counts"]
    assert crawl["out"] == 0
    assert crawl["in"] == ADDRESSES
    assert report["stages"][0]["reasons"]["gone"] == GONE
    assert sorted(p.name for p in (stack.var / "lake/curated").rglob("*.json")) == before
    assert httpx2.get(f"{stack.url}/v1/articles", params={"limit": 100}).json() == listed


@pytest.mark.parametrize("mode", ["text", "vector", "hybrid"])
def test_search_finds_by_word_and_by_meaning(stack, mode):
    query = "상수도관이 터져 물이 끊긴 아파트" if mode == "vector" else "상수관 파열 단수"
    page = httpx2.get(f"{stack.url}/v1/search", params={"q": query, "mode": mode}).json()
    assert "전주 도심 상수관 파열" in page["items"][0]["article"]["title"]


def test_the_command_line_searches_too(stack):
    found = json.loads(stack.cli("search", "데이터센터 화재", "--json").stdout)
    assert "데이터센터" in found["items"][0]["article"]["title"]
    assert "데이터센터" in stack.cli("search", "데이터센터 화재").stdout


def test_assess_prints_headline_sentence_and_versions(stack):
    said = stack.cli(
        "assess", "충격! 매일 먹던 이것, 알고 보니…", "--body", "채소에 대한 글이다. " * 20
    ).stdout
    assert "충격! 매일 먹던 이것" in said
    assert "model 20" in said


def test_assess_judges_a_file(stack, rows, tmp_path):
    source = rows(
        {
            "id": 1,
            "title": "가람시, 하천 산책로 4.2㎞ 정비 마쳐",
            "body": "가람시가 산책로를 고쳤다. " * 9,
        },
        {"id": "b", "title": "결국 터졌다…그 회사에 무슨 일이?", "body": ""},
        {"id": "c", "title": "City opens a new riverside path", "body": ""},
    )
    target = tmp_path / "judged.jsonl"
    stack.cli("assess", "--input", str(source), "--output", str(target))
    judged = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert [row["id"] for row in judged] == ["1", "b", "c"]
    for row in judged:
        assert 0 <= row["p_clickbait"] <= 1
        assert row["band"] in ("low", "suspected", "unsure")
        assert set(row["signals"]) >= {"style", "match", "coherence"}
        assert row["versions"]["policy_version"].startswith("v1-")
    assert judged[1]["p_clickbait"] > judged[0]["p_clickbait"]
    assert judged[1]["unsure_reason"] == "no_body"
    assert judged[2]["unsure_reason"] == "not_korean"


@pytest.mark.parametrize(
    ("line", "said"),
    [('{"id": 1}', "line 1, title"), ("{", "line 1"), ('{"id": 1, "title": ""}', "line 1, title")],
)
def test_a_row_that_cannot_be_read_is_named_and_nothing_is_written(stack, tmp_path, line, said):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(line + "\n", "utf-8")
    ended = stack.cli("assess", "--input", str(source), "--output", str(target), check=False)
    assert ended.returncode == 65
    assert said in ended.stderr
    assert not target.exists()


def test_an_unknown_setting_ends_with_78(tmp_path):
    environment = environment_for(tmp_path / "var", free_port()) | {"IMFACT_PROT": "1"}
    ended = subprocess.run([*CLI, "model", "list"], env=environment, capture_output=True, text=True)
    assert ended.returncode == 78
    assert "IMFACT_PROT" in ended.stderr


def test_an_altered_model_is_refused_by_name_and_can_be_repaired(tmp_path):
    environment = environment_for(tmp_path / "var", free_port())

    def cli(*words):
        return subprocess.run([*CLI, *words], env=environment, capture_output=True, text=True)

    assert cli("model", "verify").returncode == 0
    (model,) = (tmp_path / "var/models/clickbait").glob("*/model.onnx")
    data = bytearray(model.read_bytes())
    data[len(data) // 2] ^= 1
    model.write_bytes(data)
    refused = cli("assess", "제목입니다")
    assert refused.returncode == 65
    assert "model.onnx" in refused.stderr
    assert "imfact model install --repair" in refused.stderr
    assert cli("model", "install", "--repair").returncode == 0
    assert cli("model", "verify").returncode == 0


def test_index_build_swaps_to_a_new_version_with_the_same_articles(stack):
    assert (
        f"v2 is current: {ARTICLES} texts, {ARTICLES} vectors" in stack.cli("index", "build").stdout
    )
    page = httpx2.get(f"{stack.url}/v1/search", params={"q": "상수관 파열"}).json()
    assert "상수관" in page["items"][0]["article"]["title"]
    assert "current" in stack.cli("index", "list").stdout


@pytest.mark.parametrize("query", ["", "   ", "q" * 10_000])
def test_unusable_queries_are_explained(stack, query):
    answer = httpx2.get(f"{stack.url}/v1/search", params={"q": query})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_module_runs_as_a_program():
    said = subprocess.run(
        [sys.executable, "-m", "imfact.cli", "--version"], capture_output=True, text=True
    )
    assert said.stdout.strip().count(".") == 2
