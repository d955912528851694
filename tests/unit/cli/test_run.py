"""`imfact run` after a run that was killed: what that one left is done, whoever starts the next."""

from __future__ import annotations

from typing import get_args

import pytest
from typer.testing import CliRunner

from imfact.bootstrap.house import House
from imfact.cli import run as command
from imfact.cli.main import app
from imfact.contracts.runs import Manifest, ManifestEntry, StageName
from imfact.kit.errors import BackendUnavailable, ConfigError
from imfact.lake.stage_io import StageOutput
from imfact.settings import Settings
from imfact.workflow.runs import NothingToResume, interrupted, report_of
from tests.unit.workflow.test_local import passing
from tests.unit.workflow.test_resume import Killed, dying

PAGE = ManifestEntry(url_hash="a" * 32, source="hanbit", key="raw/hanbit/a")


class Newsroom:
    """Stands for the stages; as the lake does, its crawl tells a page to the run that captured it only."""

    def __init__(self):
        self.captured_by = None
        self.crawls = []
        self.indexed = []
        self.changes = {}

    def __call__(self, house, crawled):
        return self

    def functions(self):
        own = {"crawl": self._crawl, "index": self._index}
        return dict.fromkeys(get_args(StageName), passing) | own | self.changes

    def _crawl(self, manifest, context):
        self.crawls.append(context.run_id)
        self.captured_by = self.captured_by or context.run_id
        found = (PAGE,) if self.captured_by == context.run_id else ()
        return passing(Manifest(run_id=context.run_id, stage="crawl", entries=found), context)

    def _index(self, manifest, context):
        self.indexed += [entry.url_hash for entry in manifest.entries]
        return passing(manifest, context)


@pytest.fixture
def house(tmp_path):
    house = House(Settings(var=tmp_path / "var"))
    yield house
    house.close()


@pytest.fixture
def newsroom(monkeypatch):
    newsroom = Newsroom()
    monkeypatch.setattr(command, "Stages", newsroom)
    return newsroom


def killed_in(newsroom, house, stage):
    newsroom.changes = {stage: dying}
    with pytest.raises(Killed):
        command.run_once(house, quiet=True)
    newsroom.changes = {}
    return newsroom.captured_by


def test_what_a_killed_run_crawled_is_taken_to_the_index_by_the_next(newsroom, house, capsys):
    killed = killed_in(newsroom, house, "load")
    report = command.run_once(house, quiet=False)
    assert newsroom.indexed == [PAGE.url_hash]
    assert newsroom.crawls == [killed, report.run_id]
    assert report.run_id != killed
    assert killed in capsys.readouterr().err
    assert interrupted(house.lake) == []


def test_a_crawl_that_was_killed_is_done_anew_once(newsroom, house):
    def crawl(manifest, context):
        newsroom._crawl(manifest, context)
        raise Killed

    newsroom.changes = {"crawl": crawl}
    with pytest.raises(Killed):
        command.run_once(house, quiet=True)
    newsroom.changes = {}
    report = command.run_once(house, quiet=True)
    assert newsroom.indexed == [PAGE.url_hash]
    assert newsroom.crawls == [report.run_id] * 2


def test_a_run_from_the_lake_asks_no_feed_for_another(newsroom, house):
    killed_in(newsroom, house, "crawl")
    command.run_once(house, quiet=True, origin="raw")
    assert newsroom.crawls == []
    assert len(interrupted(house.lake)) == 1


def test_a_run_that_failed_with_a_report_left_its_items_to_the_next(newsroom, house):
    def away(manifest, context):
        raise BackendUnavailable("The database does not answer.")

    newsroom.changes = {"load": away}
    with pytest.raises(BackendUnavailable):
        command.run_once(house, quiet=True)
    newsroom.changes = {}
    command.run_once(house, quiet=True)
    assert newsroom.indexed == [PAGE.url_hash]
    assert len(newsroom.crawls) == 2


def test_nothing_is_gone_on_with_where_nothing_was_interrupted(newsroom, house):
    newsroom.changes = {"crawl": lambda manifest, context: StageOutput((), ())}
    assert command.run_once(house, quiet=True).run_id != command.run_once(house, quiet=True).run_id


def test_a_run_that_is_given_up_is_gone_on_with_by_nobody(newsroom, house, monkeypatch):
    killed = killed_in(newsroom, house, "load")
    monkeypatch.setenv("IMFACT_VAR", str(house.settings.var))
    answer = CliRunner().invoke(app, ["run", "--give-up", killed])
    assert answer.exit_code == 0, answer.output
    assert interrupted(house.lake) == []
    given_up = report_of(house.lake, killed)
    assert given_up is not None
    assert (given_up.status, given_up.failed_stage) == ("failed", "load")
    command.run_once(house, quiet=True)
    assert newsroom.indexed == []
    again = CliRunner().invoke(app, ["run", "--give-up", killed])
    assert isinstance(again.exception, ConfigError)


def test_only_a_run_that_is_there_is_given_up(house, monkeypatch):
    monkeypatch.setenv("IMFACT_VAR", str(house.settings.var))
    answer = CliRunner().invoke(app, ["run", "--give-up", "20261124T034500Z-1f2e3d"])
    assert isinstance(answer.exception, NothingToResume)
