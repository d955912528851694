"""`imfact quarantine list`: what it names can be handed to show and replay."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from rich.console import Console
from typer.testing import CliRunner

from imfact.cli import quarantine
from imfact.cli.main import app
from imfact.contracts.runs import QuarantineRecord
from imfact.lake import keys
from imfact.store.objects import ObjectStore

RUN = "20261124T010000Z-000000"
ITEM = "a" * 32
NAME = f"refine/{RUN}/{ITEM}"


@pytest.fixture
def lake(tmp_path, monkeypatch):
    monkeypatch.setenv("IMFACT_VAR", str(tmp_path / "var"))
    lake = ObjectStore.open(f"file:{tmp_path}/var/lake")
    record = QuarantineRecord(
        run_id=RUN,
        stage="refine",
        item=ITEM,
        source="hanbit",
        reason="no_title",
        detail="The page\nhas no title [type=missing].",
        quarantined_at=datetime(2026, 11, 24, 1, tzinfo=UTC),
    )
    lake.put(keys.quarantine("refine", RUN, ITEM), record.model_dump_json().encode())
    return lake


@pytest.mark.usefixtures("lake")
def test_where_nobody_looks_a_record_is_a_line_parted_by_tabs():
    out = CliRunner().invoke(app, ["quarantine", "list"]).stdout
    assert out == f"{NAME}\thanbit\tno_title\tThe page has no title [type=missing].\n"
    assert CliRunner().invoke(app, ["quarantine", "show", NAME]).exit_code == 0


@pytest.mark.usefixtures("lake")
def test_on_a_narrow_terminal_the_name_stays_in_one_piece(monkeypatch):
    paper = io.StringIO()
    screen = Console(
        file=paper, force_terminal=True, width=80, markup=False, highlight=False, soft_wrap=True
    )
    monkeypatch.setattr(quarantine, "console", screen)
    CliRunner().invoke(app, ["quarantine", "list"])
    assert NAME in paper.getvalue()
    assert "hanbit · no_title · The page has no title [type=missing]." in paper.getvalue()


def test_a_stage_that_is_none_is_refused(lake):
    answer = CliRunner().invoke(app, ["quarantine", "list", "--stage", "refined"])
    assert answer.exit_code == 2
    assert "refined" in answer.output
