"""The policy in force, followed while the process runs; a broken one is refused and the old one kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

import structlog

from imfact.contracts.policy import Policy
from imfact.kit.errors import ImfactError
from imfact.policy import names
from imfact.policy.loading import load_policy
from imfact.store.objects import ObjectNotFound, ObjectStore

SECONDS_BETWEEN_LOOKS = 2.0
# A refused version is tried again after this many seconds, should somebody have mended it in place.
_SECONDS_UNTIL_RETRY = 30.0

_log = structlog.get_logger(__name__)

# Marks of the pointer and of the live routing file.
_Marks = tuple[str | None, str | None]


class CurrentPolicy:
    """Call it for the policy in force; safe between threads.

    At most every two seconds one caller looks at the pointer's and the routing file's ETag, two cheap
    requests; only where one changed the policy is read again. Other callers meanwhile get the one in
    force and never wait.

    Args:
        store: The config bucket, with its defaults installed.
        accept: Raises an ImfactError for a policy that does not suit the instance.
        seconds: How long an answer is good for.
        monotonic: A clock that never goes back.

    Raises:
        ConfigError: at the first call, where there is no usable policy: nothing older can be kept.
    """

    def __init__(
        self,
        store: ObjectStore,
        *,
        accept: Callable[[Policy], None] = lambda _policy: None,
        seconds: float = SECONDS_BETWEEN_LOOKS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._accept = accept
        self._seconds = seconds
        self._monotonic = monotonic
        self._lock = Lock()
        self._policy: Policy | None = None
        self._marks: _Marks | None = None
        self._refused: tuple[_Marks, float] | None = None
        self._next_look = 0.0

    def __call__(self) -> Policy:
        """Return the policy in force."""
        if self._policy is None:
            with self._lock:
                if self._policy is None:
                    self._open()
        elif self._monotonic() >= self._next_look and self._lock.acquire(blocking=False):
            try:
                self._follow()
            finally:
                self._lock.release()
        if self._policy is None:  # pragma: no cover - _open raises instead
            raise AssertionError
        return self._policy

    def _open(self) -> None:
        marks = self._look()
        policy = load_policy(self._store)
        self._accept(policy)
        self._policy, self._marks = policy, marks
        self._next_look = self._monotonic() + self._seconds

    def _follow(self) -> None:
        """Take the policy that the pointer names now, or keep the one in force and say why."""
        now = self._monotonic()
        self._next_look = now + self._seconds
        marks: _Marks | None = None
        try:
            marks = self._look()
            if marks == self._marks or self._is_refused(marks, now):
                return
            policy = load_policy(self._store)
            self._accept(policy)
        except ImfactError as exc:
            kept = self._policy.version if self._policy else None
            if exc.retryable or marks is None:
                _log.warning("policy_not_read", code=exc.code, error=exc.message, kept=kept)
            else:
                _log.error(
                    "policy_refused", code=exc.code, error=exc.message, kept=kept, **exc.context
                )
                self._refused = (marks, now + _SECONDS_UNTIL_RETRY)
            return
        before = self._policy.version if self._policy else None
        self._policy, self._marks, self._refused = policy, marks, None
        if policy.version != before:
            _log.info("policy_changed", version=policy.version, before=before)

    def _is_refused(self, marks: _Marks, now: float) -> bool:
        return self._refused is not None and self._refused[0] == marks and now < self._refused[1]

    def _look(self) -> _Marks:
        return self._mark(names.POINTER_KEY), self._mark(names.ROUTING)

    def _mark(self, key: str) -> str | None:
        try:
            return self._store.etag(key)
        except ObjectNotFound:
            return None
