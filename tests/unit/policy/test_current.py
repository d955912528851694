"""The policy is followed while the process runs, cheaply, and a broken one never takes over."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest
from structlog.testing import CapturingLogger

from imfact.kit.errors import BackendUnavailable, ConfigError
from imfact.policy import names
from imfact.policy.current import SECONDS_BETWEEN_LOOKS, CurrentPolicy
from imfact.policy.defaults import install_defaults
from imfact.policy.pointer import current_id, point_to
from imfact.policy.versions import publish_files
from imfact.store.objects import ObjectStore
from tests.unit.policy.policies import with_threshold

NOW = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)


class CountingStore(ObjectStore):
    """Counts reads, and can be away."""

    reads = 0
    looks = 0
    away = False
    slow: tuple[Event, Event] | None = None

    def get(self, key: str) -> bytes:
        self.reads += 1
        return super().get(key)

    def etag(self, key: str) -> str:
        self.looks += 1
        if self.away:
            raise BackendUnavailable("away")
        if self.slow is not None:
            self.slow[0].set()
            self.slow[1].wait(10)
        return super().etag(key)


class Watch:
    """A clock that stands still until told."""

    now = 100.0

    def __call__(self) -> float:
        return self.now

    def later(self, seconds: float = SECONDS_BETWEEN_LOOKS) -> None:
        self.now += seconds


@pytest.fixture
def store(tmp_path: Path) -> CountingStore:
    store = CountingStore(tmp_path / "config")
    install_defaults(store)
    return store


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def current(store: CountingStore, watch: Watch) -> CurrentPolicy:
    return CurrentPolicy(store, monotonic=watch)


def put_in_force(store: ObjectStore, threshold: float) -> str:
    record = publish_files(store, with_threshold(threshold), NOW)
    return point_to(store, record.version)


def test_a_publication_is_taken_over_within_the_time_to_live(
    store: CountingStore, watch: Watch, current: CurrentPolicy
):
    first = current()
    second = put_in_force(store, 0.2)
    assert current() is first
    watch.later()
    assert current().version == second
    assert current().thresholds.T == 0.2
    point_to(store, first.version)
    watch.later()
    assert current().version == first.version


def test_an_unchanged_pointer_costs_two_looks_and_no_read(
    store: CountingStore, watch: Watch, current: CurrentPolicy
):
    first = current()
    reads, looks = store.reads, store.looks
    for _ in range(100):
        assert current() is first
    assert (store.reads, store.looks) == (reads, looks)
    watch.later()
    for _ in range(100):
        assert current() is first
    assert (store.reads, store.looks) == (reads, looks + 2)


def test_a_broken_version_is_refused_once_and_the_old_one_kept(
    store: CountingStore,
    watch: Watch,
    current: CurrentPolicy,
    monkeypatch: pytest.MonkeyPatch,
):
    log = CapturingLogger()
    monkeypatch.setattr("imfact.policy.current._log", log)
    first = current()
    second = put_in_force(store, 0.2)
    key = names.file_key(second, names.THRESHOLDS)
    whole = store.get(key)
    store.put(key, b"{")
    for _ in range(5):
        watch.later()
        assert current() is first
    (call,) = log.calls
    assert (call.method_name, call.args) == ("error", ("policy_refused",))
    assert call.kwargs["kept"] == first.version
    assert call.kwargs["file"] == key
    # Mended in place, it is taken after a while though the pointer did not move.
    store.put(key, whole)
    watch.later(60)
    assert current().version == second


@pytest.mark.parametrize(
    "pointer", [b"not JSON", b'{"target": "v9-000000000000"}', b'{"target": "../x"}']
)
def test_a_pointer_to_nothing_is_refused(
    store: CountingStore, watch: Watch, current: CurrentPolicy, pointer: bytes
):
    first = current()
    store.put(names.POINTER_KEY, pointer)
    watch.later()
    assert current() is first
    point_to(store, first.version)
    watch.later()
    assert current().version == first.version


def test_a_store_that_is_away_changes_nothing(
    store: CountingStore, watch: Watch, current: CurrentPolicy
):
    first = current()
    second = put_in_force(store, 0.2)
    store.away = True
    watch.later()
    assert current() is first
    store.away = False
    watch.later()
    assert current().version == second


def test_live_routing_is_followed_under_the_same_version(
    store: CountingStore, watch: Watch, current: CurrentPolicy
):
    version = current().version
    store.put(names.ROUTING, b'{"cbt_current": "2026-11-24-v1"}')
    watch.later()
    assert current().routing.cbt_current == "2026-11-24-v1"
    store.put(names.ROUTING, b'{"cbt_next": "2026-11-25-v1"}')
    watch.later()
    assert current().routing.cbt_current == "2026-11-24-v1"
    assert current().version == version


def test_who_asks_for_a_look_hears_of_a_refusal(
    store: CountingStore, watch: Watch, current: CurrentPolicy
):
    first = current()
    second = put_in_force(store, 0.2)
    assert current.refresh().version == second
    point_to(store, first.version)
    store.put(names.file_key(first.version, names.THRESHOLDS), b"{")
    with pytest.raises(ConfigError, match="rollback"):
        current.refresh()
    assert current().version == second
    point_to(store, second)
    assert current.refresh().version == second


def test_with_nothing_to_keep_a_broken_policy_stops_the_start(store: CountingStore):
    store.put(names.file_key(current_id(store), names.THRESHOLDS), b"{")
    with pytest.raises(ConfigError):
        CurrentPolicy(store)()


def test_while_one_caller_reads_the_others_go_on(
    store: CountingStore, watch: Watch, current: CurrentPolicy
):
    first = current()
    second = put_in_force(store, 0.2)
    watch.later()
    store.slow = (Event(), Event())
    reading, go_on = store.slow
    reader = Thread(target=current)
    reader.start()
    assert reading.wait(10)
    watch.later()
    assert current() is first
    go_on.set()
    reader.join()
    assert current().version == second
