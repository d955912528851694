"""Going to another index version that exists already: forth, or back to the one before."""

from __future__ import annotations

from imfact.pipeline.index.check import CheckResult, check
from imfact.pipeline.index.parts import IndexParts
from imfact.pipeline.index.replay import replay
from imfact.pipeline.index.versions import bring_current, previous_version


def swap_to(parts: IndexParts, version: int) -> CheckResult:
    """Write into ``version`` what changed since it was current, check it, point both aliases to it.

    The caller holds the build lock.

    Raises:
        NoSuchIndex: there is no such version.
        IndexBuildIncomplete: it is half built, or its vectors are another encoder's.
        IndexIncomplete: it is not what the database says; the current version stays.
    """
    bring_current(parts, version)
    result = check(parts, version)
    result.require()
    parts.engine.swap(version)
    # What changed between the check and the swap; a run may write this version from now on.
    replay(parts, version, keep=False)
    return result


def roll_back(parts: IndexParts) -> CheckResult:
    """Swap to the whole version before the current one. Raises as ``swap_to``."""
    return swap_to(parts, previous_version(parts.engine))
