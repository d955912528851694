"""A stage in batches does what it does in one piece."""

from datetime import UTC, datetime

import pytest

from imfact.contracts.runs import Manifest, ManifestEntry
from imfact.kit.ids import RunId
from imfact.lake import keys
from imfact.lake.stage_io import StageContext, StageOutput, fate, with_deferred
from imfact.store.objects import ObjectStore
from imfact.workflow.definition import step_of
from imfact.workflow.fan_out import gather, plan, run_part
from imfact.workflow.local import run_stage
from tests.canonical import differences, lake

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
ENTRIES = tuple(ManifestEntry(url_hash=c * 32, source="hanbit", key=f"raw/{c}") for c in "abcdef")


class Silent:
    def stage_started(self, stage): ...

    def progress(self, stage, done, total): ...

    def stage_finished(self, result): ...


@pytest.fixture
def contexts(tmp_path):
    return [
        StageContext(
            RunId(f"20261124T01000{n}Z-000000"),
            ObjectStore.open(f"file:{tmp_path}/{n}"),
            lambda: NOW,
            lambda done, total: None,
        )
        for n in (0, 1)
    ]


def _halves(manifest, context):
    """Every second item goes on, the others are quarantined or deferred."""
    outcomes = [
        fate(entry, "out")
        if entry.url_hash[0] in "ace"
        else fate(entry, *("quarantined", "odd") if entry.url_hash[0] == "b" else ("deferred", "x"))
        for entry in manifest.entries
    ]
    out = {outcome.item for outcome in outcomes if outcome.outcome == "out"}
    return StageOutput(tuple(e for e in manifest.entries if e.url_hash in out), tuple(outcomes))


def test_batches_leave_what_one_piece_leaves(contexts):
    whole, parted = contexts
    manifest = Manifest(run_id=whole.run_id, stage="crawl", entries=ENTRIES)
    result = run_stage(step_of("refine"), _halves, manifest, whole, Silent())
    assert plan(parted, "refine", manifest)[1] == 6
    for start in (4, 0, 2, 0):  # batches end in any order, and one is run again
        run_part(parted, "refine", _halves, ENTRIES[start : start + 2])
    gathered = gather(parted, "refine", NOW)
    assert gathered.counts == result.counts
    left = lake(parted.lake)
    ours = {key: value for key, value in left.items() if ".items." in key or ".parts/" in key}
    assert len(ours) == 4
    rest = {key: value for key, value in left.items() if key not in ours}
    # The input of the stage says by which run it was written for whom.
    assert differences(lake(whole.lake), rest) == []


def _refining(manifest, context):
    """As refine does: two captures of a page with the same text make one record."""
    entries, outcomes = {}, []
    for entry in manifest.entries:
        made = entry.model_copy(update={"key": f"curated/{entry.url_hash[0]}"})
        same = made.key in entries
        outcomes.append(
            fate(entry, "duplicate", "same_text", "of an earlier capture")
            if same
            else fate(entry, "out")
        )
        entries[made.key] = made
    return StageOutput(tuple(entries.values()), tuple(outcomes))


@pytest.mark.parametrize("size", [1, 2, 4])
def test_two_captures_of_one_page_count_as_in_one_piece_wherever_the_cut_is(contexts, size):
    captures = [
        entry.model_copy(update={"key": f"{entry.key}.{n}"}) for entry in ENTRIES for n in (0, 1, 2)
    ]
    whole, parted = contexts
    manifest = Manifest(run_id=whole.run_id, stage="crawl", entries=tuple(captures))
    result = run_stage(step_of("refine"), _refining, manifest, whole, Silent())
    plan(parted, "refine", manifest)
    for start in range(0, len(captures), size):
        run_part(parted, "refine", _refining, captures[start : start + size])
    gathered = gather(parted, "refine", NOW)
    assert gathered.counts == result.counts
    for key in (result.manifest_key, result.outcomes_key):
        theirs = parted.lake.get(key.replace(whole.run_id, parted.run_id)).decode()
        assert theirs.replace(parted.run_id, whole.run_id) == whole.lake.get(key).decode()


def test_batches_that_were_cut_otherwise_are_counted_once(contexts):
    context = contexts[0]
    plan(context, "refine", Manifest(run_id=context.run_id, stage="crawl", entries=ENTRIES))
    for start, end in ((0, 3), (3, 6), (0, 4), (4, 6)):
        run_part(context, "refine", _refining, ENTRIES[start:end])
    counts = gather(context, "refine", NOW).counts
    assert counts.in_ == 6
    assert counts.out + counts.deferred == 6


def test_the_items_of_a_batch_that_failed_wait_for_the_next_run(contexts):
    context = contexts[0]
    plan(context, "refine", Manifest(run_id=context.run_id, stage="crawl", entries=ENTRIES))
    run_part(context, "refine", _halves, ENTRIES[:2])
    result = gather(context, "refine", NOW)
    assert result.reasons == {"batch_failed": 4, "odd": 1}
    waiting = with_deferred(context.lake, "refine", Manifest(run_id="x", stage="refine"))
    assert waiting.entries == ENTRIES[2:]
    assert context.lake.exists(keys.stage_result(context.run_id, "refine"))
