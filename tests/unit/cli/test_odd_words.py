"""Whatever stands in a message or an argument, a command ends with one line, never with a traceback."""

from __future__ import annotations

import sys

import pytest

from imfact.cli.main import main


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
