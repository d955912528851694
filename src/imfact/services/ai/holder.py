"""Holds the models that judge now, and follows pointer, routing and policy without a pause."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import structlog

from imfact.contracts.policy import Canary
from imfact.kit.errors import ImfactError, TransientError
from imfact.registry.routing import takes_canary
from imfact.services.ai.counters import Counters
from imfact.services.ai.engine import JudgingEngine

_LONGEST_PAUSE_SECONDS = 60.0

_log = structlog.get_logger(__name__)


class NotReady(TransientError):
    """No model has answered its golden inputs yet."""

    code = "not_ready"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What pointer, routing and policy ask for; equal where nothing changed."""

    current: str
    policy: str
    candidate: str | None = None
    canary: Canary | None = None
    shadow: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Serving:
    """The engines in force; never changed, only replaced as a whole."""

    wanted: Wanted
    current: JudgingEngine
    candidate: JudgingEngine | None = None
    candidate_refused: str | None = None
    """Why the candidate that is wanted is not there; the current version does its work."""

    def judge_of(self, url_hash: str | None) -> JudgingEngine:
        """Return who judges an article: the canary its share, always the same one."""
        canary = self.wanted.canary
        if self.candidate is None or canary is None or url_hash is None:
            return self.current
        return self.candidate if takes_canary(url_hash, canary) else self.current

    @property
    def shadow(self) -> JudgingEngine | None:
        """Return the candidate if its scores are to be logged."""
        return self.candidate if self.wanted.shadow else None


class Models(Protocol):
    """Where engines come from."""

    def look(self) -> Wanted:
        """Return what is asked for now; cheap. Raises ImfactError where that cannot be read."""

    def load(self, wanted: Wanted, present: Serving | None) -> Serving:
        """Return engines with verified files that answered their golden inputs.

        What did not change is taken from ``present``. Only the current version's failure is
        raised; a candidate that fails is left out and named.

        Raises:
            ImfactError: the current version or the policy is unusable.
        """


class ModelHolder:
    """Gives the engines in force at once, whatever is being loaded; thread-safe.

    What is asked for comes into force when it is loaded and verified. Until then, and where it is
    refused, the one before stays; the refusal is logged, told by ``trouble`` and tried again, more
    and more rarely while the same thing is asked for.
    """

    def __init__(
        self,
        models: Models,
        counters: Counters | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.counters = counters or Counters()
        self._models = models
        self._clock = clock
        self._serving: Serving | None = None
        self._trouble: str | None = None
        self._refused: tuple[Wanted | None, float, float] | None = None
        self._loading = threading.Lock()
        self._ended = threading.Event()
        self._follower: threading.Thread | None = None

    @classmethod
    def fixed(cls, engine: JudgingEngine) -> ModelHolder:
        """Return a holder of one engine, for whoever follows no pointer."""
        holder = cls(_Fixed(engine))
        holder.refresh()
        return holder

    @property
    def serving(self) -> Serving:
        """The engines in force. Raises NotReady before the first ones are."""
        if self._serving is None:
            raise NotReady(self._trouble or "The models are being loaded and checked.")
        return self._serving

    @property
    def trouble(self) -> str | None:
        """Why what is asked for is not what is in force, None where it is."""
        return self._trouble

    def refresh(self) -> bool:
        """Bring what is asked for into force; return whether anything changed.

        Raises:
            ImfactError: it is refused; what was in force stays.
        """
        with self._loading:
            wanted: Wanted | None = None
            try:
                wanted = self._models.look()
                present = self._serving
                if present is not None and present.wanted == wanted and not self._overdue(present):
                    self._trouble = present.candidate_refused
                    if self._trouble is None:
                        self._refused = None
                    return False
                loaded = self._models.load(wanted, present)
            except ImfactError as exc:
                self._refuse(wanted, f"{exc.code}: {exc.message}")
                raise
            self._bring_into_force(loaded)
            return True

    def follow(self, seconds: float) -> None:
        """Look every so many seconds from now on, in a thread, until ``close``."""
        if self._follower is None:
            self._follower = threading.Thread(
                target=self._follow, args=(seconds,), name="imfact-follow", daemon=True
            )
            self._follower.start()

    def close(self) -> None:
        """Stop following."""
        self._ended.set()
        if self._follower is not None:
            self._follower.join()

    def _follow(self, seconds: float) -> None:
        while not self._ended.wait(seconds):
            if self._refused is not None and self._clock() < self._refused[2]:
                try:
                    if self._models.look() == self._refused[0]:
                        continue
                except ImfactError:
                    continue
            try:
                self.refresh()
            except ImfactError:
                continue  # it is logged, and told by ``trouble``
            except Exception as exc:  # noqa: BLE001 - a broken file must not end the following
                self._refuse(None, f"{type(exc).__name__}: {exc}")

    def _overdue(self, present: Serving) -> bool:
        """Whether a candidate that was refused is to be tried again."""
        return present.candidate_refused is not None and (
            self._refused is None or self._clock() >= self._refused[2]
        )

    def _bring_into_force(self, loaded: Serving) -> None:
        before, self._serving = self._serving, loaded
        if loaded.candidate_refused is not None:
            self._refuse(loaded.wanted, loaded.candidate_refused)
        else:
            self._trouble, self._refused = None, None
        if before is None or before.wanted != loaded.wanted:
            self.counters.count(switches=1)
            _log.info(
                "model_in_force",
                model=loaded.current.model_version,
                policy=loaded.wanted.policy,
                candidate=loaded.wanted.candidate,
            )

    def _refuse(self, wanted: Wanted | None, why: str) -> None:
        pause = 1.0
        if self._refused is not None and self._refused[0] == wanted:
            pause = min(2 * self._refused[1], _LONGEST_PAUSE_SECONDS)
        self._refused = (wanted, pause, self._clock() + pause)
        # Where nobody follows and nothing is in force, whoever asked for the models tells it.
        heard = self._serving is not None or self._follower is not None
        if heard and self._trouble != why:
            _log.error("model_refused", reason=why)
        self._trouble = why
        self.counters.count(refusals=1)


class _Fixed:
    """One engine, for ever."""

    def __init__(self, engine: JudgingEngine) -> None:
        self._wanted = Wanted(engine.model_version, engine.method().policy_version)
        self._engine = engine

    def look(self) -> Wanted:
        return self._wanted

    def load(self, wanted: Wanted, _present: Serving | None) -> Serving:
        return Serving(wanted, self._engine)
