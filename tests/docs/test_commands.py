"""Every command that README and the how-to pages show does what it is there for.

``ended`` runs them once, in the order of the pages, against an instance of its own: `imfact up
--newsroom`, as `make demo` starts it, with one outlet of the newsroom allowed. A new command on a
page is run as it stands; where it needs a value or cannot be run, a table here says so.
"""

from __future__ import annotations

import gzip
import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

import httpx2
import pytest

from imfact.contracts.capture import CaptureMeta
from imfact.contracts.runs import RunPlan
from imfact.kit.hashing import sha256_hex
from imfact.kit.ids import new_run_id
from imfact.kit.urls import normalise_url, url_hash
from imfact.lake.warc import gzipped, warc_record
from imfact.policy.defaults import default_files
from imfact.registry.checksums import render_checksums
from imfact.registry.install import bundled_versions
from imfact.registry.names import CHECKSUMS
from imfact.settings import Settings
from imfact.store.objects import ObjectStore
from imfact.workflow.runs import begin
from tests.docs.commands import ROOT, read_commands
from tests.docs.shell import Ended, Shell
from tests.e2e.conftest import CLI, environment_for, free_port, wait_until_ready

pytestmark = pytest.mark.xdist_group("documented-commands")

OUTLET = "dalmuri"
SERVER = ("up", "--newsroom")
ADDRESS_OF_PAGES = "http://127.0.0.1:8080"

FILLED = {
    "imfact report --html F": "imfact report --html report.html",
    "imfact quarantine show": "imfact quarantine show {quarantined}",
    'imfact takedown URL --reason "…"': 'imfact takedown {address} --reason "…"',
    "imfact import warc F --rights research": "imfact import warc pages.warc.gz --rights research",
    "imfact import articles F.jsonl": "imfact import articles rows.jsonl",
    "imfact export warc F": "imfact export warc out.warc.gz",
    "imfact export articles F.parquet": "imfact export articles out.parquet",
    "imfact index swap": "imfact index swap 2",
    "imfact model add": "imfact model add ./out/2026-12-01-v1",
    "imfact model evaluate": "imfact model evaluate 2026-12-01-v1 --data held-out.jsonl.gz",
    "imfact model diff": "imfact model diff {model} 2026-12-01-v1 --data more.jsonl",
    "imfact model candidate": "imfact model candidate 2026-12-01-v1",
    "imfact model shadow": "imfact model shadow off",
    "imfact model canary": "imfact model canary off",
    "imfact model promote": "imfact model promote 2026-12-01-v1",
}
"""Commands with a name in the place of a value, and what is run."""

RECIPES = {
    "make demo": "imfact up --newsroom",  # what the instance of these tests is started with
    "make up": "imfact up",
    "make test": "python -m pytest",
    "make opensearch": "docker/opensearch/start.sh",
    "make ministack": "docker/ministack/start.sh",
}
"""Targets that install or start more than a test may: that they exist and call this is what is checked."""

NOT_RUN = {
    "python -c \"import boto3; boto3.client('s3', region_name='us-east-1')"
    ".create_bucket(Bucket='example-raw')\"": "needs make ministack; tests/s3.py does the same",
    "imfact train --version 2026-12-01-v1 --headlines headlines.jsonl.gz --labelled-by person "
    "--articles articles.jsonl.gz --out out": "needs the train extra; tests/unit/pipeline/train trains a tiny version",
}
"""Commands that no test here runs, with the reason."""

COMMANDS = [command.text for command in read_commands()]
# They need what the others leave.
_LAST = ("imfact quarantine", "imfact takedown")


def _allow_one_outlet(var: Path) -> None:
    for key, data in default_files().items():
        if key.startswith("sources/"):
            source = json.loads(data)
            source["rights"]["crawl"] = source["slug"] == OUTLET
            path = var / "config" / key
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(source), "utf-8")


def _write_files(folder: Path) -> None:
    text = (
        "가람시는 어제 시민 도서관 세 곳의 문을 열고 밤 아홉 시까지 책을 읽을 수 있게 했다고 밝혔다. "
        * 5
    )
    whole = (
        '<html lang="ko"><head><meta property="og:title" content="가람시 도서관 세 곳 열어"></head>'
        f"<body><article><h1>가람시 도서관 세 곳 열어</h1><p>{text}</p></article></body></html>"
    )
    pages = _record(1, whole.encode()) + _record(2, b"<html><body></body></html>")
    (folder / "pages.warc.gz").write_bytes(pages)
    (folder / "more.warc").write_bytes(_record(3, whole.replace("세 곳", "네 곳").encode()))
    rows = [
        {"id": str(n), "url": f"https://rows.garam.example/{n}", "title": title, "body": text}
        for n, title in enumerate(("충격! 도서관이 결국…", "가람시 도서관 다섯 곳 열어"))
    ]
    for name in ("rows.jsonl", "in.jsonl"):
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / name).write_text("".join(lines), "utf-8")
    (folder / "more.jsonl").write_bytes((folder / "rows.jsonl").read_bytes())
    labelled = (json.dumps({**row, "score": 1 - n}) + "\n" for n, row in enumerate(rows))
    (folder / "held-out.jsonl.gz").write_bytes(gzip.compress("".join(labelled).encode()))
    problems = "".join(json.dumps({**row, "label": 1 - n}) + "\n" for n, row in enumerate(rows))
    for name in ("swaps.jsonl.gz", "inserted.jsonl.gz"):
        (folder / name).write_bytes(gzip.compress(problems.encode()))
    _write_model(folder / "out" / "2026-12-01-v1")
    _write_labels(folder / "aihub-71338")


def _write_labels(folder: Path) -> None:
    """Write one record in the form of AI Hub set 71338."""
    folder.mkdir()
    source = {"newsID": "N1", "newsTitle": "가람시 도서관 열어", "partNum": "P1"}
    label = {"newTitle": "가람시, 결국 이것 열었다", "clickbaitClass": 0}
    record = {
        "sourceDataInfo": source | {"newsContent": "가람시가 도서관 세 곳을 열었다."},
        "labeledDataInfo": label,
    }
    (folder / "N1.json").write_text(json.dumps(record, ensure_ascii=False), "utf-8")


def _write_model(folder: Path) -> None:
    """Write what training would leave: here the bundled version under another name."""
    made = files("imfact.bundled") / "models" / "clickbait" / bundled_versions("clickbait")[-1]
    with as_file(made) as source:
        shutil.copytree(source, folder)
    meta = folder / "meta.json"
    meta.write_text(json.dumps(json.loads(meta.read_text("utf-8")) | {"version": folder.name}))
    (folder / CHECKSUMS).unlink()
    parts = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    (folder / CHECKSUMS).write_text(render_checksums(parts), "utf-8")


def _record(number: int, data: bytes) -> bytes:
    url = f"https://garam.example/{number}"
    meta = CaptureMeta(
        url_hash=url_hash(normalise_url(url)),
        source="garam",
        url=url,
        final_url=url,
        normalised_url=normalise_url(url),
        fetched_at=datetime(2026, 11, 24, 4, tzinfo=UTC),
        http_status=200,
        content_type="text/html; charset=utf-8",
        headers={"content-type": "text/html; charset=utf-8"},
        body_sha256=sha256_hex(data),
        body_bytes=len(data),
        html_key="",
        run_id=new_run_id(datetime(2026, 11, 24, 4, tzinfo=UTC)),
    )
    return gzipped(warc_record(meta, data))


def _leave_a_run_unfinished(var: Path) -> None:
    """Leave what a run leaves that was killed before its last stage."""
    now = datetime.now(UTC)
    plan = RunPlan(run_id=new_run_id(now), started_at=now, first="index")
    begin(ObjectStore.open(f"file:{var}/lake"), plan)


@pytest.fixture(scope="module")
def url_and_shell(tmp_path_factory) -> Iterator[tuple[str, Shell, Path]]:
    folder = tmp_path_factory.mktemp("documented")
    var, port = folder / "var", free_port()
    _allow_one_outlet(var)
    _write_files(folder)
    environment = environment_for(var, port)
    log = (folder / "server.log").open("wb")
    server = subprocess.Popen([*CLI, *SERVER], env=environment, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        with Shell(folder, environment) as shell:
            wait_until_ready(url, server)
            yield url, shell, var
    finally:
        server.terminate()
        server.wait(30)
        log.close()


@pytest.fixture(scope="module")
def ended(url_and_shell) -> dict[str, Ended]:
    """How each command ended that can be run."""
    url, shell, var = url_and_shell
    found = {}
    for text in sorted(COMMANDS, key=lambda text: text.startswith(_LAST)):
        if text.startswith("curl "):
            there = text.replace(ADDRESS_OF_PAGES, url)
            done = subprocess.run(shlex.split(there), capture_output=True, text=True, check=False)
            found[text] = Ended(done.returncode, done.stdout)
        elif text.startswith("imfact "):
            if text == "imfact run --resume":
                _leave_a_run_unfinished(var)
            words = shlex.split(_filled(FILLED.get(text, text), url, shell))
            found[text] = shell.imfact(*words[1:])
    return found


def _filled(text: str, url: str, shell: Shell) -> str:
    if "{quarantined}" in text:
        name = json.loads(shell.imfact("quarantine", "list", "--json").said)[0]["name"]
        return text.replace("{quarantined}", name)
    if "{address}" in text:
        articles = httpx2.get(f"{url}/v1/articles").json()["items"]
        return text.replace("{address}", articles[0]["url"])
    if "{model}" in text:
        return text.replace("{model}", json.loads(shell.imfact("model", "show").said)["version"])
    return text


@pytest.mark.parametrize("text", COMMANDS)
def test_a_documented_command_runs(text, ended):
    if text.startswith("make "):
        words = ["make", "-n", text.split()[1], f"PYTHON={sys.executable}"]
        recipe = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
        assert recipe.returncode == 0, recipe.stderr
        assert RECIPES[text] in recipe.stdout
    elif text.startswith("export "):
        names = {word.split("=")[0] for word in text.split()[1:]}
        known = {f"IMFACT_{field.upper()}" for field in Settings.model_fields}
        assert {name for name in names if name.startswith("IMFACT_")} <= known
    elif text not in NOT_RUN:
        assert text in ended, f"run it in `ended`, or say in NOT_RUN why not: {text}"
        assert ended[text].code == 0, ended[text].said


def test_these_tests_started_what_make_demo_starts():
    assert RECIPES["make demo"] == " ".join(("imfact", *SERVER))


def test_the_tables_here_name_no_command_that_no_page_has():
    assert {*FILLED, *RECIPES, *NOT_RUN} <= set(COMMANDS)


def test_the_answer_on_the_page_is_the_answer_given(ended):
    block = (ROOT / "README.md").read_text("utf-8").split("```json\n")[1].split("```")[0]
    shown = json.loads(block)
    (answer,) = [json.loads(done.said) for text, done in ended.items() if text.startswith("curl ")]
    assert set(shown) == set(answer)
    of_page, of_service = shown["verdict"], answer["verdict"]
    assert set(of_page) == set(of_service)
    for name in ("band", "tactic", "sentence_ko", "sentence_en"):
        assert of_page[name] == of_service[name], name
    assert of_page["p_clickbait"] == pytest.approx(of_service["p_clickbait"], abs=0.02)
    assert all(mark in of_service["marks"] for mark in of_page["marks"] if "…" not in mark)


def test_the_commands_did_something(ended):
    assert "succeeded" in ended["imfact run"].said
    assert "garam" in ended["imfact quarantine list"].said
    assert "stage " in ended["imfact report"].said
    assert "captures →" in ended["imfact export warc captures.warc.gz --source dalmuri"].said
