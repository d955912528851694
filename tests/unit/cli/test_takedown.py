"""`imfact takedown` says whether there was anything to take down."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from imfact.cli import takedown
from imfact.cli.main import app


@pytest.mark.parametrize(
    ("removed", "told"),
    [
        ({"raw": 2, "database": 1}, "is taken down"),
        ({"raw": 0, "database": 1}, "Nothing of this address"),
        ({}, "Nothing of this address"),
    ],
)
def test_an_address_that_nobody_knows_is_not_said_to_be_taken_down(
    tmp_path, monkeypatch, removed, told
):
    monkeypatch.setenv("IMFACT_VAR", str(tmp_path / "var"))
    monkeypatch.setattr(takedown, "layers", lambda house: None)
    monkeypatch.setattr(takedown, "take_down", lambda layers, marks: removed)
    out = CliRunner().invoke(app, ["takedown", "https://hanbit.example/1", "--reason", "asked"])
    assert told in out.stdout
    assert ("is taken down" in out.stdout) == (told == "is taken down")
