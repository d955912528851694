"""Changing what judges: pointer, slot and routing together, each change checked before it is made."""

from __future__ import annotations

from imfact.bootstrap.house import House
from imfact.contracts.model import ModelVersion
from imfact.contracts.policy import Canary, ModelRouting
from imfact.kit.errors import ConfigError
from imfact.policy.routing import change_routing, read_routing
from imfact.registry.candidate import fill_candidate, read_candidate
from imfact.registry.checksums import ModelCorrupt
from imfact.registry.gate import require_floors
from imfact.registry.pointer import promote, proved_itself, read_pointer, rollback
from imfact.registry.versions import VersionNotFound, show_version


def make_current(
    house: House, version: str, reason: str | None = None, *, force: bool = False
) -> str | None:
    """Make ``version`` current and return the one before, None where the pointer named none that is there.

    It must have sound files, answer its golden inputs here, and have been seen to keep the floors of
    the current version, unless it is forced; the history keeps the reason.

    Raises:
        ModelCorrupt, GoldenMismatch: it cannot serve; force does not help.
        BelowFloor, NotEvaluated: it is not good enough, or nobody looked.
        PointerMoved: somebody else was faster.
    """
    house.engines.open(show_version(house.models, "clickbait", version))
    before = _current(house)
    if before is None:
        # A broken pointer, or one to nothing, judges nothing; whatever is sound is better.
        promote(house.models, version, reason=reason, forced=force, clock=house.clock)
    elif version != before:
        if not force:
            proved = proved_itself(read_pointer(house.models), version)
            require_floors(house.models, version, before, proved=proved)
        promote(house.models, version, before, reason=reason, forced=force, clock=house.clock)
    _agree(house, version)
    return before


def go_back(house: House, reason: str | None) -> tuple[str, str]:
    """Make the version current that was so before; return (from, to).

    Raises:
        NothingBefore: there was none.
        ModelCorrupt: that one is altered.
    """
    moved = rollback(house.models, reason=reason, clock=house.clock)
    _agree(house, moved[1])
    return moved


def put_on_trial(house: House, version: str) -> ModelVersion:
    """Put ``version`` into the candidate slot, unless it is there; it must be able to serve."""
    try:
        present = read_candidate(house.models)
    except ModelCorrupt:
        present = None
    meta = show_version(house.models, "clickbait", version)
    house.engines.open(meta)
    if present != meta:
        fill_candidate(house.models, version)
    return meta


def route_shadow(house: House, version: str | None) -> ModelRouting:
    """Log the scores of ``version`` beside the current ones; of none where None.

    Raises:
        ConfigError: it is the current version.
    """
    if version is not None and version == _current(house):
        raise ConfigError(f"{version} is current: there is nothing to compare it with.")
    if version is not None:
        put_on_trial(house, version)
    canary = read_routing(house.config).canary
    if canary is not None and version not in (None, canary.version):
        canary = None  # one slot: who is on trial now is the other one
    return change_routing(house.config, shadow=version, canary=canary)


def route_canary(house: House, canary: Canary | None) -> ModelRouting:
    """Let the candidate judge its share; nobody where None."""
    if canary is not None:
        put_on_trial(house, canary.version)
    shadow = read_routing(house.config).shadow
    if canary is not None and shadow not in (None, canary.version):
        shadow = None
    return change_routing(house.config, canary=canary, shadow=shadow)


def _current(house: House) -> str | None:
    try:
        target = read_pointer(house.models).target
        show_version(house.models, "clickbait", target)
    except (ConfigError, VersionNotFound):
        return None
    except ModelCorrupt:
        pass  # it is there, and may still judge in a running service
    return target


def _agree(house: House, version: str) -> None:
    """Have the routing name what the pointer names, and end the trial of who is current now."""
    routing = read_routing(house.config)
    canary = routing.canary
    change_routing(
        house.config,
        cbt_current=version,
        canary=None if canary is not None and canary.version == version else canary,
        shadow=None if routing.shadow == version else routing.shadow,
    )
