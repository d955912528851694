"""One run at a time: the lock, its lease, and who may take it over."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from imfact.kit.errors import ConflictError, LockHeld
from imfact.lake import keys
from imfact.store.objects import ObjectStore
from imfact.workflow.lock import RunLock, RunLockRecord, hold, release_aborted

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)


@pytest.fixture
def lake(tmp_path):
    return ObjectStore.open(f"file:{tmp_path}/lake")


def put(lake, **changes):
    record = {
        "run_id": "20261124T010000Z-000000",
        "host": "elsewhere",
        "pid": 1,
        "process_started_at": 0.0,
        "expires_at": NOW + timedelta(seconds=30),
    } | changes
    lake.put(keys.RUN_LOCK, RunLockRecord.model_validate(record).model_dump_json().encode())


def test_a_second_run_is_refused_with_the_owners_name_and_may_start_after(lake):
    with (
        RunLock(lake, "first"),
        pytest.raises(LockHeld, match="Run first is going on"),
        RunLock(lake, "second"),
    ):
        pass
    with RunLock(lake, "second"):
        pass
    assert not lake.exists(keys.RUN_LOCK)


def test_of_many_that_start_together_one_runs(lake):
    def attempt(number):
        try:
            with RunLock(lake, f"run-{number}"):
                time.sleep(0.2)
        except LockHeld:
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(8))) == 1


def test_another_machines_lock_holds_until_its_lease_has_run_out(lake):
    put(lake)
    with pytest.raises(LockHeld), RunLock(lake, "mine", clock=lambda: NOW):
        pass
    with RunLock(lake, "mine", clock=lambda: NOW + timedelta(seconds=31)):
        pass


def test_the_lock_of_a_killed_process_of_this_machine_is_taken_over_at_once(lake, tmp_path):
    code = (
        "import os, sys, signal; from imfact.store.objects import ObjectStore;"
        "from imfact.workflow.lock import RunLock;"
        "RunLock(ObjectStore.open(sys.argv[1]), 'killed').__enter__();"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code, f"file:{tmp_path}/lake"], check=False)
    assert b"killed" in lake.get(keys.RUN_LOCK)
    with RunLock(lake, "mine"):
        pass


def test_the_lease_is_renewed_and_a_lock_taken_over_is_noticed_and_left_alone(lake):
    with RunLock(lake, "mine", lease_seconds=0.15) as lock:
        first = lake.get(keys.RUN_LOCK)
        _until(lambda: lake.get(keys.RUN_LOCK) != first)
        lock.require()
        put(lake)

        def lost():
            try:
                lock.require()
            except ConflictError:
                return True
            return False

        _until(lost)
    assert b"elsewhere" in lake.get(keys.RUN_LOCK)


def test_half_a_record_holds_nobody_back(lake):
    lake.put(keys.RUN_LOCK, b"{")
    with RunLock(lake, "mine"):
        pass


def _until(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_lock_of_an_aborted_execution_is_given_back_and_that_of_a_process_is_not(lake):
    hold(lake, "run-1", 46_800)
    release_aborted(lake, "run-2")
    with pytest.raises(LockHeld), RunLock(lake, "run-3"):
        pass
    release_aborted(lake, "run-1")
    with RunLock(lake, "run-3"):
        release_aborted(lake, "run-3")
        with pytest.raises(LockHeld), RunLock(lake, "run-4"):
            pass
