"""A version is whole, unchangeable and found by its content; the pointer alone says which is current."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from imfact.policy import names
from imfact.policy.defaults import bundled_version_files, install_defaults
from imfact.policy.files import PolicyFileBroken
from imfact.policy.loading import load_policy
from imfact.policy.pointer import current_id, point_to
from imfact.policy.versions import (
    PolicyVersionNotFound,
    find_version,
    list_versions,
    load_version,
    publish_files,
    version_files,
)
from imfact.store.objects import ObjectStore
from imfact.store.pointer import PointerMoved
from tests.unit.policy.policies import with_threshold, without_term

NOW = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)


@pytest.fixture
def config(tmp_path: Path) -> ObjectStore:
    store = ObjectStore(tmp_path / "config")
    install_defaults(store, lambda: NOW)
    return store


def test_the_bundled_policy_is_version_1_and_installing_again_writes_nothing(config: ObjectStore):
    (record,) = list_versions(config)
    assert record.number == 1
    assert record.published_at == NOW
    assert current_id(config) == record.version == load_policy(config).version
    assert version_files(config, record) == bundled_version_files()
    assert install_defaults(config) == []


def test_two_instances_with_the_same_files_have_the_same_first_version(
    config: ObjectStore, tmp_path: Path
):
    other = ObjectStore(tmp_path / "other")
    install_defaults(other)
    assert current_id(other) == current_id(config)


def test_an_operators_choice_survives_a_start(config: ObjectStore):
    record = publish_files(config, with_threshold(0.2), NOW)
    point_to(config, record.version)
    config.put(names.ROUTING, b'{"cbt_current": "2026-11-24-v1"}')
    assert install_defaults(config) == []
    assert load_policy(config).version == record.version
    assert load_policy(config).routing.cbt_current == "2026-11-24-v1"


def test_a_start_that_was_interrupted_before_the_pointer_is_finished(config: ObjectStore):
    config.delete(names.POINTER_KEY)
    install_defaults(config)
    assert current_id(config) == list_versions(config)[0].version


def test_a_lost_pointer_is_not_guessed_where_somebody_published(config: ObjectStore):
    publish_files(config, with_threshold(0.2), NOW)
    config.delete(names.POINTER_KEY)
    install_defaults(config)
    with pytest.raises(PolicyFileBroken, match="rollback"):
        load_policy(config)


def test_publish_then_point_then_back(config: ObjectStore):
    first = current_id(config)
    record = publish_files(config, with_threshold(0.2), NOW, "why")
    assert load_policy(config).version == first
    assert point_to(config, record.version, expected=first) == record.version
    assert load_policy(config).thresholds.T == 0.2
    assert point_to(config, "v1") == first
    assert [one.note for one in list_versions(config)] == ["bundled default", "why"]


def test_the_same_files_are_the_same_version(config: ObjectStore):
    again = publish_files(config, bundled_version_files(), datetime(2027, 1, 1, tzinfo=UTC))
    assert again == list_versions(config)[0]


def test_what_is_no_policy_is_not_published(config: ObjectStore):
    before = list(config.keys())
    with pytest.raises(PolicyFileBroken, match=names.THRESHOLDS):
        publish_files(config, {**bundled_version_files(), names.THRESHOLDS: b"{}"}, NOW)
    assert list(config.keys()) == before


def test_one_pointer_has_one_mover(config: ObjectStore):
    first = current_id(config)
    point_to(config, publish_files(config, with_threshold(0.2), NOW).version, expected=first)
    late = publish_files(config, with_threshold(0.3), NOW)
    with pytest.raises(PointerMoved):
        point_to(config, late.version, expected=first)


def test_publishers_at_the_same_time_get_numbers_of_their_own(config: ObjectStore):
    files = [with_threshold(0.1 + number / 100) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        records = list(pool.map(lambda each: publish_files(config, each, NOW), files))
    assert sorted(record.number for record in records) == list(range(2, 10))
    for record, expected in zip(records, files, strict=True):
        assert version_files(config, record) == expected
    # What a loser wrote under a number that it did not get is gone.
    folders = {key.split("/")[1] for key in config.keys(names.VERSIONS) if key.count("/") > 1}
    assert folders == {record.version for record in list_versions(config)}


@pytest.mark.parametrize("name", ["v7", "7", "v1-000000000000", "", "current"])
def test_an_unknown_version_is_named_with_the_known_ones(config: ObjectStore, name: str):
    with pytest.raises(PolicyVersionNotFound, match="v1-"):
        find_version(config, name)


def test_an_altered_or_missing_file_is_refused_with_its_name(config: ObjectStore):
    version = current_id(config)
    key = names.file_key(version, "rules/rules_v1.yaml")
    whole = config.get(key)
    config.put(key, whole.replace(b"cap: 0.5", b"cap: 5.0"))
    with pytest.raises(PolicyFileBroken, match=r"not what was published.*rollback"):
        load_version(config, version)
    config.delete(key)
    with pytest.raises(PolicyFileBroken, match="missing"):
        point_to(config, version)
    config.put(key, whole)
    assert load_version(config, version).version == version


def test_publishing_anew_puts_back_what_was_altered_or_lost(config: ObjectStore):
    version = current_id(config)
    config.put(names.file_key(version, "rules/rules_v1.yaml"), b"altered")
    config.delete(names.file_key(version, names.THRESHOLDS))
    assert publish_files(config, bundled_version_files(), NOW).version == version
    assert load_version(config, version).version == version


def test_ids_and_numbers_both_name_a_version(config: ObjectStore):
    record = publish_files(config, without_term("충격"), NOW)
    assert find_version(config, "2") == find_version(config, "v2") == record
    assert find_version(config, record.version) == record
    assert names.is_version_id(record.version)
    assert names.number_of(record.version) == 2
