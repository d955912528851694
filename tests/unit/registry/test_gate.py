"""Floors, history and the slot: what a promotion must pass and what a rollback takes back."""

from __future__ import annotations

import json

import pytest

from imfact.contracts.model import Evaluation, Figures
from imfact.kit.clock import utc_now
from imfact.kit.errors import NotFoundError
from imfact.registry.adding import VersionTaken, add_version
from imfact.registry.checksums import ModelCorrupt, render_checksums
from imfact.registry.gate import (
    BelowFloor,
    NotEvaluated,
    below,
    floors_of,
    keep_evaluation,
    require_floors,
)
from imfact.registry.names import POINTER_KEY
from imfact.registry.pointer import (
    NothingBefore,
    previous_target,
    promote,
    read_pointer,
    rollback,
)
from imfact.registry.versions import list_versions, read_version
from imfact.store.objects import ObjectStore
from tests.unit.registry.test_registry import FIRST, SECOND, put_version

THIRD = "2026-01-02-v3"


@pytest.fixture
def store(tmp_path):
    store = ObjectStore(tmp_path / "models")
    for version in (FIRST, SECOND, THIRD):
        put_version(store, version)
    promote(store, FIRST)
    return store


def figures(**changed):
    given = {"auroc": 0.9, "average_precision": 0.7, "spearman": 0.6, "ece": 0.05}
    return Figures(rows=450, base_rate=0.2, coverage={"10": 0.7}, **{**given, **changed})


def evaluated(store, version, against, below=(), digest="0" * 64, signal="style"):
    keep_evaluation(
        store,
        Evaluation(
            version=version,
            against=against,
            signal=signal,
            data="rows.jsonl",
            data_sha256=digest,
            figures=figures(),
            against_figures=figures(),
            below=below,
            evaluated_at=utc_now(),
        ),
    )


@pytest.mark.parametrize(
    ("changed", "failing"),
    [
        ({}, []),
        ({"auroc": 0.891}, []),
        ({"auroc": 0.889}, ["auroc"]),
        ({"average_precision": 0.67, "spearman": None}, ["average_precision", "spearman"]),
        ({"ece": 0.071}, ["ece"]),
        ({"ece": 0.01, "auroc": 0.99}, []),
    ],
)
def test_a_floor_is_what_the_current_one_does_less_what_chance_explains(changed, failing):
    assert [s.split()[0] for s in below(figures(**changed), floors_of(figures()))] == failing


def test_readings_without_grades_have_no_floor_for_them():
    assert "spearman" not in floors_of(figures(spearman=None))


def test_who_was_not_evaluated_beside_the_current_one_is_refused(store):
    with pytest.raises(NotEvaluated, match="imfact model evaluate"):
        require_floors(store, SECOND, FIRST)
    evaluated(store, SECOND, THIRD)
    with pytest.raises(NotEvaluated):
        require_floors(store, SECOND, FIRST)
    evaluated(store, SECOND, FIRST)
    require_floors(store, SECOND, FIRST)
    evaluated(store, SECOND, FIRST, ("auroc 0.5 below 0.9",), "1" * 64)
    with pytest.raises(BelowFloor, match=r"auroc 0\.5"):
        require_floors(store, SECOND, FIRST)
    # Evaluated again on the same file, the newer result counts.
    evaluated(store, SECOND, FIRST, (), "1" * 64)
    require_floors(store, SECOND, FIRST)
    assert list_versions(store, "clickbait") == [FIRST, SECOND, THIRD]


def test_floors_of_match_and_coherence_hold_where_they_were_measured(store):
    evaluated(store, SECOND, FIRST, signal="match")
    with pytest.raises(NotEvaluated):
        require_floors(store, SECOND, FIRST)
    evaluated(store, SECOND, FIRST)
    require_floors(store, SECOND, FIRST)
    # Of one file, each signal has an evaluation of its own.
    evaluated(store, SECOND, FIRST, ("auroc 0.5 below 0.9",), signal="coherence")
    with pytest.raises(BelowFloor, match="in coherence on"):
        require_floors(store, SECOND, FIRST)


def test_a_rollback_takes_back_one_promotion_after_the_other(store):
    promote(store, SECOND, FIRST, reason="better")
    promote(store, THIRD, SECOND)
    assert rollback(store, reason="worse after all") == (THIRD, SECOND)
    assert rollback(store) == (SECOND, FIRST)
    with pytest.raises(NothingBefore):
        rollback(store)
    promote(store, THIRD)
    assert rollback(store) == (THIRD, FIRST)
    said = [(change.action, change.target, change.reason) for change in read_pointer(store).history]
    assert said == [
        ("promote", FIRST, None),
        ("promote", SECOND, "better"),
        ("promote", THIRD, None),
        ("rollback", SECOND, "worse after all"),
        ("rollback", FIRST, None),
        ("promote", THIRD, None),
        ("rollback", FIRST, None),
    ]


def test_a_pointer_older_than_its_history_can_be_rolled_back_to(store):
    store.put(POINTER_KEY, json.dumps({"target": FIRST}).encode())
    assert previous_target(read_pointer(store)) is None
    promote(store, SECOND)
    assert rollback(store) == (SECOND, FIRST)


def test_a_rollback_to_a_broken_version_is_refused(store):
    promote(store, SECOND)
    store.put(f"clickbait/{FIRST}/model.onnx", b"altered")
    with pytest.raises(ModelCorrupt):
        rollback(store)
    assert read_pointer(store).target == SECOND


def test_a_broken_pointer_is_mended_by_a_promotion(store):
    store.put(POINTER_KEY, b"{")
    promote(store, SECOND)
    assert read_pointer(store).target == SECOND


def test_promoting_who_is_current_writes_nothing(store):
    before = store.get(POINTER_KEY)
    promote(store, FIRST)
    assert store.get(POINTER_KEY) == before


def local_copy(store, version, folder):
    for name, data in read_version(store, "clickbait", version).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def test_a_version_is_added_once_and_never_changed(store, tmp_path):
    folder = local_copy(store, SECOND, tmp_path / "made")
    other = ObjectStore(tmp_path / "other")
    assert add_version(other, folder).version == SECOND
    assert add_version(other, folder).version == SECOND
    assert read_version(other, "clickbait", SECOND) == read_version(store, "clickbait", SECOND)
    other.put(f"clickbait/{SECOND}/model.onnx", b"altered")
    other.delete(f"clickbait/{SECOND}/meta.json")
    add_version(other, folder)
    assert read_version(other, "clickbait", SECOND) == read_version(store, "clickbait", SECOND)
    files = read_version(store, "clickbait", SECOND) | {"model.onnx": b"another one"}
    (folder / "model.onnx").write_bytes(files["model.onnx"])
    del files["checksums.txt"]
    (folder / "checksums.txt").write_text(render_checksums(files))
    with pytest.raises(VersionTaken):
        add_version(other, folder)
    with pytest.raises(NotFoundError):
        add_version(other, tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["checksums.txt", "model.onnx", "meta.json"])
@pytest.mark.parametrize("missing", [True, False])
def test_a_broken_folder_is_not_added(store, tmp_path, name, missing):
    folder = local_copy(store, SECOND, tmp_path / "made")
    path = folder / name
    if missing:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:20])
    other = ObjectStore(tmp_path / "other")
    with pytest.raises(ModelCorrupt, match="Name the folder of one version"):
        add_version(other, folder)
    assert list(other.keys()) == []
