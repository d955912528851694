"""How a command ends that cannot do what it was told."""

from __future__ import annotations

import sys

import pytest

from imfact.cli import main


@pytest.fixture
def said(tmp_path, monkeypatch, capsys):
    """Run `imfact WORDS…` as its entry point does; return the exit code and what stderr said."""
    monkeypatch.setenv("IMFACT_VAR", str(tmp_path / "var"))

    def run(*words: str) -> tuple[object, str]:
        monkeypatch.setattr(sys, "argv", ["imfact", *words])
        with pytest.raises(SystemExit) as ended:
            main.main()
        return ended.value.code, capsys.readouterr().err

    return run


@pytest.mark.parametrize("name", ["load/[/x]/a", "load/[bold]/a"])
def test_brackets_in_what_was_asked_for_are_said_again(said, name):
    code, words = said("quarantine", "show", name)
    assert code == 66
    assert name in words


@pytest.mark.parametrize(
    "words",
    [
        ("quarantine", "show", "../../x"),
        ("report", "../x"),
        ("run", "--resume", "--run-id", "../x"),
        ("stage", "load", "--manifest", "../x"),
    ],
)
def test_a_name_that_can_be_no_key_is_not_found_in_a_sentence(said, words):
    code, sentence = said(*words)
    assert code == 66
    assert "../x" in sentence


def test_a_run_is_named_only_to_be_resumed(said):
    code, words = said("run", "--run-id", "20261124T034500Z-1f2e3d")
    assert code == 78
    assert "--resume" in words
