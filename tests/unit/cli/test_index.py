"""`imfact index list` in a pipe."""

from __future__ import annotations

from typer.testing import CliRunner

from imfact.adapters.search.lancedb import LanceSearch
from imfact.cli.main import app


def test_where_nobody_looks_a_version_is_a_line_parted_by_tabs(tmp_path, monkeypatch):
    monkeypatch.setenv("IMFACT_VAR", str(tmp_path / "var"))
    engine = LanceSearch(tmp_path / "var" / "search")
    engine.create(1)
    engine.swap(1)
    out = CliRunner().invoke(app, ["index", "list"]).stdout
    assert out == "lancedb\t1\t0\t0\tcurrent\t0\n"
