"""One run at a time: a lock in the lake with an owner and a lease; not for anything shorter than a run."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

import psutil
import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from imfact.kit.clock import Clock, utc_now
from imfact.kit.errors import ConflictError, ImfactError, LockHeld, NotFoundError
from imfact.lake import keys
from imfact.store.objects import ObjectStore

LEASE_SECONDS = 60.0

_log = structlog.get_logger(__name__)


# In the place of a host: an execution of a state machine has no process of its own.
_EXECUTION = "step-functions"


class RunLockRecord(BaseModel):
    """Who runs, and until when that holds without a sign of life."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    run_id: str
    host: str
    pid: int
    process_started_at: float
    """Seconds since the epoch: a process number alone is given again."""
    expires_at: datetime


class RunLock:
    """A context manager; renews its lease in a thread while it is held.

    The lock of a process of this machine that is gone is taken over at once, that of another
    machine when its lease has run out.
    """

    def __init__(
        self,
        lake: ObjectStore,
        run_id: str,
        clock: Clock = utc_now,
        lease_seconds: float = LEASE_SECONDS,
        key: str = keys.RUN_LOCK,
    ) -> None:
        self._lake = lake
        self._run_id = run_id
        self._key = key
        self._clock = clock
        self._lease_seconds = lease_seconds
        self._held = b""
        self._ended = threading.Event()
        self._lost = threading.Event()
        self._renewing = threading.Thread(target=self._renew, name="run-lock", daemon=True)

    def __enter__(self) -> Self:
        """Take the lock. Raises LockHeld, which names the owner."""
        found = self._read()
        if found is not None:
            self._refuse_living(found)
        mine = self._record()
        try:
            self._lake.compare_and_set(self._key, found, mine)
        except ConflictError as exc:
            raise LockHeld("Another run started at the same moment; wait until it ends.") from exc
        self._held = mine
        self._renewing.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the lock back, unless somebody took it over."""
        self._ended.set()
        self._renewing.join()
        # A lock that cannot be given back runs out by itself; the run's own error matters more.
        with suppress(ImfactError):
            if self._read() == self._held:
                self._lake.delete(self._key)

    def require(self) -> None:
        """Raise ConflictError where the lease ran out and another run took the lock over."""
        if self._lost.is_set():
            raise ConflictError(
                f"Run {self._run_id} lost its lock, as it gave no sign of life for too long; "
                "another run goes on. Start it again with --resume when that one has ended."
            )

    def _renew(self) -> None:
        while not self._ended.wait(self._lease_seconds / 3):
            fresh = self._record()
            try:
                self._lake.compare_and_set(self._key, self._held, fresh)
            except ConflictError:
                self._lost.set()
                return
            except ImfactError as exc:
                _log.warning("run_lock_not_renewed", code=exc.code)
                continue
            self._held = fresh

    def _record(self) -> bytes:
        process = psutil.Process()
        record = RunLockRecord(
            run_id=self._run_id,
            host=socket.gethostname(),
            pid=process.pid,
            process_started_at=process.create_time(),
            expires_at=self._clock() + timedelta(seconds=self._lease_seconds),
        )
        return record.model_dump_json().encode()

    def _read(self) -> bytes | None:
        try:
            return self._lake.get(self._key)
        except NotFoundError:
            return None

    def _refuse_living(self, found: bytes) -> None:
        try:
            record = RunLockRecord.model_validate_json(found)
        except ValidationError:
            return  # half a record holds nobody back
        if record.expires_at > self._clock() and not _is_gone(record):
            raise LockHeld(
                f"Run {record.run_id} is going on in process {record.pid} on {record.host}; "
                f"wait until it ends (its lease lasts until {record.expires_at:%H:%M:%S} UTC).",
                run_id=record.run_id,
            )


def _is_gone(record: RunLockRecord) -> bool:
    """Return whether the owner was a process of this machine that has ended."""
    if record.host != socket.gethostname():
        return False
    try:
        process = psutil.Process(record.pid)
        same = abs(process.create_time() - record.process_started_at) < 1.0
        return not same or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def hold(lake: ObjectStore, run_id: str, seconds: float, clock: Clock = utc_now) -> None:
    """Take the lock for a run whose processes come and go; it holds for ``seconds`` or until ``release``.

    Raises:
        LockHeld: another run is going on. The same run may take it again.
    """
    # Nobody can ask whether the owner still lives: it is no process, so only its lease ends it.
    lock = RunLock(lake, run_id, clock, seconds)
    found = lock._read()
    if found is not None and not _is_of(found, run_id):
        lock._refuse_living(found)
    mine = RunLockRecord(
        run_id=run_id,
        host=_EXECUTION,
        pid=0,
        process_started_at=0.0,
        expires_at=clock() + timedelta(seconds=seconds),
    )
    try:
        lake.compare_and_set(keys.RUN_LOCK, found, mine.model_dump_json().encode())
    except ConflictError as exc:
        raise LockHeld("Another run started at the same moment; wait until it ends.") from exc


def release(lake: ObjectStore, run_id: str) -> None:
    """Give back what ``hold`` took, unless somebody else has it."""
    try:
        found = lake.get(keys.RUN_LOCK)
    except NotFoundError:
        return
    if _is_of(found, run_id):
        lake.delete(keys.RUN_LOCK)


def release_aborted(lake: ObjectStore, run_id: str) -> None:
    """Give back what ``hold`` took for an execution that its operator says is no more.

    Who holds it as a process keeps it: that can be asked whether it lives.
    """
    try:
        found = RunLockRecord.model_validate_json(lake.get(keys.RUN_LOCK))
    except (NotFoundError, ValidationError):
        return
    if (found.run_id, found.host) == (run_id, _EXECUTION):
        lake.delete(keys.RUN_LOCK)


def _is_of(record: bytes, run_id: str) -> bool:
    try:
        return RunLockRecord.model_validate_json(record).run_id == run_id
    except ValidationError:
        return False
