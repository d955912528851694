"""Quarantine: listed with its reason, given back to the stage, marked and kept."""

from datetime import UTC, datetime

import pytest

from imfact.contracts.runs import ItemOutcome, Manifest, QuarantineRecord
from imfact.kit.errors import NotFoundError
from imfact.kit.ids import RunId
from imfact.lake.quarantine import NotReplayable, find, quarantined, replay
from imfact.lake.stage_io import StageContext, StageOutput, finish_stage, with_deferred
from imfact.store.objects import ObjectStore

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
RUN = RunId("20261124T010000Z-000000")


@pytest.fixture
def lake(tmp_path):
    lake = ObjectStore.open(f"file:{tmp_path}/lake")
    context = StageContext(RUN, lake, lambda: NOW, lambda done, total: None)
    short = ItemOutcome(
        item="a" * 32,
        source="hanbit",
        outcome="quarantined",
        reason="body_too_short",
        detail="The text has 12 characters.",
        key="raw/hanbit/2026/11/24/a.html",
    )
    finish_stage(context, "refine", StageOutput((), (short,)), NOW, 0.1)
    missing = short.model_copy(update={"item": "b" * 32, "reason": "http_404", "key": None})
    finish_stage(context, "crawl", StageOutput((), (missing,)), NOW, 0.1)
    return lake


def test_what_waits_is_listed_by_a_name_that_finds_it(lake):
    names = [one.name for one in quarantined(lake)]
    assert names == [f"crawl/{RUN}/{'b' * 32}", f"refine/{RUN}/{'a' * 32}"]
    assert find(lake, names[1]).record.reason == "body_too_short"
    with pytest.raises(NotFoundError, match="quarantine list"):
        find(lake, "refine/x/y")


def test_an_item_given_back_is_read_again_by_its_stage_and_no_longer_waits(lake):
    item = find(lake, f"refine/{RUN}/{'a' * 32}")
    replay(lake, item, lambda: NOW)
    (entry,) = with_deferred(lake, "refine", Manifest(run_id=RUN, stage="refine")).entries
    assert (entry.url_hash, entry.key) == ("a" * 32, "raw/hanbit/2026/11/24/a.html")
    assert [one.record.stage for one in quarantined(lake)] == ["crawl"]
    assert len(list(quarantined(lake, replayed=True))) == 2
    assert QuarantineRecord.model_validate_json(lake.get(item.key)).replayed_at == NOW


def test_what_left_nothing_to_read_again_says_so_and_stays(lake):
    item = find(lake, f"crawl/{RUN}/{'b' * 32}")
    with pytest.raises(NotReplayable, match="fetches it anew"):
        replay(lake, item, lambda: NOW)
    assert item.name in [one.name for one in quarantined(lake)]
