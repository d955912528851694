"""`imfact policy` as an operator uses it: in a folder of their own, on a bucket of their own."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from imfact.cli.main import app
from imfact.kit.errors import ConfigError, NotFoundError
from imfact.policy import names
from tests.unit.policy.policies import LEXICON


@pytest.fixture
def cli(tmp_path, monkeypatch):
    monkeypatch.setenv("IMFACT_VAR", str(tmp_path / "var"))
    runner = CliRunner()

    def run(*words, fails: type[Exception] | None = None):
        result = runner.invoke(app, ["policy", *map(str, words)])
        if fails is None:
            assert result.exception is None, result.exception
        else:
            assert isinstance(result.exception, fails)
        return result.stdout

    return run


@pytest.fixture
def folder(cli, tmp_path):
    """The current policy as a folder, ready to be edited."""
    target = tmp_path / "mine"
    cli("show", "--to", target)
    return target


def edit(folder, name, change):
    path = folder / name
    content = json.loads(path.read_text("utf-8"))
    change(content)
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")


def raise_threshold(content):
    content |= {"T": 0.2, "unsure_band": [0.1, 0.3]}


def change_lexicon(content):
    content["entries"][0]["weight"] = 0.05
    content["entries"].pop(1)
    entry = {"term": "기상천외", "tactic": "shock", "weight": 0.3, "example": "기상천외한 눈사람"}
    content["entries"].append(entry)


def test_what_was_shown_is_sound_and_no_different(cli, folder):
    assert "고칠 것이 없습니다" in cli("lint", folder)
    assert cli("diff", "current", folder) == "같습니다.\n"
    assert cli("diff", "1", folder, "--json").strip() == "[]"
    cli("show", "--to", folder, fails=ConfigError)


def test_lint_names_every_fault_and_fails(cli, folder):
    edit(folder, names.THRESHOLDS, lambda content: content.update(T=3, extra=1))
    (folder / "rules" / "note.txt").write_text("")
    out = cli("lint", folder, fails=ConfigError)
    for told in ("field T:", "field extra:", "rules/note.txt"):
        assert told in out
    answer = json.loads(cli("lint", folder, "--json", fails=ConfigError))
    assert not answer["ok"]
    assert {fault["file"] for fault in answer["faults"]} == {names.THRESHOLDS, "rules/note.txt"}
    assert len(answer["faults"]) == 3
    cli("lint", folder / "nowhere", fails=ConfigError)


def test_diff_tells_terms_rules_and_thresholds(cli, folder):
    edit(folder, LEXICON, change_lexicon)
    edit(folder, names.THRESHOLDS, raise_threshold)
    out = cli("diff", "current", folder, "--lang", "en")
    assert "lexicon  +1, -1, ~1" in out
    assert "+ 기상천외  0.3 · shock · stem" in out
    assert "~ T  0.1 → 0.2" in out
    changes = json.loads(cli("diff", "current", folder, "--json"))
    kinds = [(change["part"], change["kind"]) for change in changes]
    assert kinds.count(("lexicon", "added")) == kinds.count(("lexicon", "removed")) == 1
    assert ("thresholds", "changed") in kinds


def test_publish_roll_back_and_forth(cli, folder):
    (first,) = json.loads(cli("list", "--json"))
    edit(folder, names.THRESHOLDS, raise_threshold)
    told = json.loads(cli("publish", folder, "--note", "눈이 와서", "--json"))
    assert told["before"] == first["version"]
    assert told["current"].startswith("v2-")
    assert "이미 쓰고" in cli("publish", folder)
    listed = json.loads(cli("list", "--json"))
    assert [(one["number"], one["current"]) for one in listed] == [(1, False), (2, True)]
    assert listed[1]["note"] == "눈이 와서"
    assert json.loads(cli("show", "--json"))["thresholds"]["T"] == 0.2
    # Piped, a list is plain: a version a line, columns apart by tabs.
    assert cli("list").splitlines()[1].split("\t")[:2] == [told["current"], "current"]
    assert first["version"] in cli("rollback", "1")
    assert json.loads(cli("show", "--json"))["thresholds"]["T"] == 0.1
    assert told["current"] in cli("rollback", told["current"], "--lang", "en")
    cli("rollback", "v9", fails=NotFoundError)
    assert "v1-" in cli("publish", "--bundled")


def test_a_broken_folder_is_not_published(cli, folder):
    edit(folder, names.THRESHOLDS, lambda content: content.pop("T"))
    cli("publish", folder, fails=ConfigError)
    assert len(json.loads(cli("list", "--json"))) == 1
    cli("publish", fails=ConfigError)
    cli("publish", folder, "--bundled", fails=ConfigError)


def test_a_lost_pointer_is_mended_by_a_rollback(cli, folder, tmp_path):
    edit(folder, names.THRESHOLDS, raise_threshold)
    cli("publish", folder)
    pointer = tmp_path / "var" / "config" / names.POINTER_KEY
    pointer.write_text("nonsense")
    # The list says what there is to go back to.
    assert [line[:3] for line in cli("list", fails=ConfigError).splitlines()] == ["v1-", "v2-"]
    assert "(앞서 없음)" in cli("rollback", "1")
    pointer.unlink()
    assert "v2-" in cli("rollback", "2")


def test_live_files_are_checked_and_left_out(cli, folder):
    (folder / "routing").mkdir()
    (folder / "routing" / "model_alias.json").write_text('{"cbt_current": null}')
    edit(folder, names.THRESHOLDS, raise_threshold)
    told = json.loads(cli("publish", folder, "--json"))
    shown = json.loads(cli("show", told["current"], "--json"))
    assert names.ROUTING not in shown["files"]
    (folder / "routing" / "model_alias.json").write_text('{"cbt_nxt": null}')
    cli("lint", folder, fails=ConfigError)


def test_what_if_over_a_file_shows_flips_and_stores_nothing(cli, folder, tmp_path):
    rows = tmp_path / "rows.jsonl"
    titles = ["한결시, 어린이 도서관 세 곳 개관", "결국 눈물 쏟은 그 사람, 대체 무슨 일이?"]
    body = "한결시는 어제 어린이 도서관 세 곳을 열었다고 밝혔다. 시민 백여 명이 함께했다."
    rows.write_text(
        "".join(
            json.dumps({"id": str(n), "title": title, "body": body}, ensure_ascii=False) + "\n"
            for n, title in enumerate(titles)
        ),
        "utf-8",
    )
    edit(folder, names.THRESHOLDS, lambda c: c.update(T=0.9999, unsure_band=[0.9998, 0.9999]))
    told = json.loads(cli("what-if", folder, "--input", rows, "--json"))
    assert (told["judged"], told["changed"]) == (2, 1)
    (flip,) = told["biggest"]
    assert flip["title"] == titles[1]
    assert (flip["before"]["band"], flip["after"]["band"]) == ("suspected", "low")
    out = cli("what-if", folder, "--input", rows)
    assert "제목 2건 가운데 1건의 판정이 달라집니다" in out
    assert "▲ 낚시 의심 → ● 낚시 낮음  1" in out
    assert len(json.loads(cli("list", "--json"))) == 1
