"""Whatever stands in a message or an argument, a command ends with one line, never with a traceback."""

from __future__ import annotations

import sys

import pytest

from imfact.cli.main import main

UNDECODABLE = "\udcff\udcfe"


@pytest.fixture
def imfact(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("IMFACT_VAR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["imfact", *words])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, capsys.readouterr().err

    return run


@pytest.mark.parametrize("name", ["[/x].jsonl", "[bold]rows.jsonl", "[e스포츠].jsonl"])
def test_a_message_is_printed_as_it_is(imfact, name):
    code, said = imfact("assess", "--input", name, "--output", "out.jsonl")
    assert code == 65
    assert f"data_error {name} cannot be read" in said


@pytest.mark.parametrize(
    "words",
    [
        ("assess", UNDECODABLE),
        ("assess", "제목", "--body", UNDECODABLE),
        ("search", UNDECODABLE),
        ("takedown", "https://hanbit.example/1", "--reason", UNDECODABLE),
    ],
)
def test_words_that_are_no_text_are_refused_in_one_line(imfact, words):
    code, said = imfact(*words)
    assert code == 65
    assert said.startswith("data_error ")
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("target", [".", "nowhere/out.jsonl"])
def test_an_output_that_cannot_be_written_is_refused_before_anything_is_judged(
    imfact, tmp_path, target
):
    (tmp_path / "in.jsonl").write_text('{"id": 1, "title": "제목"}\n', "utf-8")
    code, said = imfact("assess", "--input", "in.jsonl", "--output", target)
    assert code == 78
    assert f"config_error {target} " in said
    assert not (tmp_path / "var" / "models").exists()
