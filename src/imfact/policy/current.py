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
        seconds: How long an answer is good for.
        monotonic: A clock that never goes back.

    Raises:
        ConfigError: at the first call, where there is no usable policy: nothing older can be kept.
    """

    def __init__(
        self,
        store: ObjectStore,
        *,
        seconds: float = SECONDS_BETWEEN_LOOKS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._seconds = seconds
        self._monotonic = monotonic
        self._lock = Lock()
        self._policy: Policy | None = None
        self._marks: _Marks | None = None
        self._refused: tuple[_Marks, float] | None = None
        self._next_look = 0.0

    def __call__(self) -> Policy:
        """Return the policy in force, followed without a word to the caller where that fails."""
        policy = self._policy
        if policy is None:
            return self.refresh()
        if self._monotonic() >= self._next_look and self._lock.acquire(blocking=False):
            try:
                self._follow(policy)
            finally:
                self._lock.release()
        return self._policy or policy

    def refresh(self) -> Policy:
        """Look now, and return the policy in force after that.

        Raises:
            ImfactError: what the pointer names now is refused; what was in force stays.
        """
        with self._lock:
            return self._look_and_take()

    def _follow(self, kept: Policy) -> None:
        """Take the policy that the pointer names now, or keep the one in force and log why."""
        if self._refused is not None and self._monotonic() < self._refused[1]:
            try:
                if self._look() == self._refused[0]:
                    self._next_look = self._monotonic() + self._seconds
                    return
            except ImfactError:
                return
        try:
            self._look_and_take()
        except ImfactError as exc:
            if exc.retryable:
                _log.warning("policy_not_read", code=exc.code, error=exc.message, kept=kept.version)
            else:
                _log.error(
                    "policy_refused",
                    code=exc.code,
                    error=exc.message,
                    kept=kept.version,
                    **exc.context,
                )

    def _look_and_take(self) -> Policy:
        now = self._monotonic()
        self._next_look = now + self._seconds
        marks = self._look()
        if self._policy is not None and marks == self._marks:
            self._refused = None
            return self._policy
        try:
            policy = load_policy(self._store)
        except ImfactError as exc:
            if not exc.retryable:
                self._refused = (marks, now + _SECONDS_UNTIL_RETRY)
            raise
        before = self._policy
        self._policy, self._marks, self._refused = policy, marks, None
        if before is not None and before.version != policy.version:
            _log.info("policy_changed", version=policy.version, before=before.version)
        return policy

    def _look(self) -> _Marks:
        return self._mark(names.POINTER_KEY), self._mark(names.ROUTING)

    def _mark(self, key: str) -> str | None:
        try:
            return self._store.etag(key)
        except ObjectNotFound:
            return None
