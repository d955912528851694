"""Which index versions there are: the first one, the one to go back to, and those that may go."""

from __future__ import annotations

from contextlib import suppress

from imfact.adapters.search.port import IndexExists, SearchEngine
from imfact.clients.gateway import GatewayClient
from imfact.contracts.search import IndexRecord
from imfact.kit.errors import ConflictError, NotFoundError
from imfact.pipeline.index.parts import IndexParts
from imfact.pipeline.index.replay import replay


class NoSuchIndex(NotFoundError):
    """There is no whole version of that number."""

    code = "no_such_index"


class IndexBuildIncomplete(ConflictError):
    """The version is half built, or was built for another encoder; readers must not see it."""

    code = "index_build_incomplete"


def ensure_current(engine: SearchEngine, encoder_version: str | None = None) -> int:
    """Return the version that readers see; the first one is made, empty, where there is none.

    A build that is going on, or was interrupted, is left alone: its version is not ready.
    """
    current = engine.current()
    if current is not None:
        return current
    # They exist where a run ended between creating and swapping.
    usable = [each for each in engine.versions() if _is_whole_or_blank(engine, each)]
    version = usable[-1] if usable else next_number(engine)
    if not usable:
        with suppress(IndexExists):
            engine.create(version)
    if not engine.record(version).ready:
        engine.put_record(version, IndexRecord(ready=True, encoder_version=encoder_version))
    engine.swap(version)
    return version


def _is_whole_or_blank(engine: SearchEngine, version: int) -> bool:
    record = engine.record(version)
    return record.ready or (record == IndexRecord() and engine.count(version) == (0, 0))


def next_number(engine: SearchEngine) -> int:
    """Return the number behind every version there is, halves included: none is used twice."""
    return max((*engine.versions(), *engine.halves(), engine.current() or 0)) + 1


def is_whole(engine: SearchEngine, version: int) -> bool:
    """Return whether readers may see ``version``; those before records were kept are current."""
    return engine.record(version).ready or version == engine.current()


def previous_version(engine: SearchEngine) -> int:
    """Return the whole version before the current one. Raises NoSuchIndex."""
    current = engine.current() or 0
    for version in reversed(engine.versions()):
        if version < current and is_whole(engine, version):
            return version
    raise NoSuchIndex("There is no index version before the current one; run `imfact index build`.")


def bring_current(parts: IndexParts, version: int) -> None:
    """Write into ``version`` what changed since it was last current, so that it may be swapped in.

    Raises:
        NoSuchIndex: there is no such version.
        IndexBuildIncomplete: it is half built, or its vectors are another encoder's.
    """
    if version not in parts.engine.versions():
        known = ", ".join(f"v{each}" for each in parts.engine.versions()) or "none"
        raise NoSuchIndex(f"There is no index v{version}; there are: {known}.", version=version)
    if not is_whole(parts.engine, version):
        raise IndexBuildIncomplete(
            f"Index v{version} is half built; `imfact index build` makes a whole one.",
            version=version,
        )
    encoder = parts.engine.record(version).encoder_version
    if encoder not in (None, parts.encoder_version):
        raise IndexBuildIncomplete(
            f"Index v{version} holds vectors of encoder {encoder}, but {parts.encoder_version} is "
            "in force; run `imfact index build`.",
            version=version,
        )
    replay(parts, version)


def prune(engine: SearchEngine, keep: tuple[int, ...]) -> list[int]:
    """Delete every version but the current one and ``keep``, halves and half-built ones too."""
    kept = {engine.current(), *keep}
    gone = sorted({*engine.versions(), *engine.halves()} - kept)
    for version in gone:
        engine.drop(version)
    return gone


def prune_outbox(engine: SearchEngine, gateway: GatewayClient) -> int:
    """Delete old changes that every version holds; return how many."""
    behind = min((engine.record(version).cursor for version in engine.versions()), default=0)
    return gateway.prune_outbox(behind) if behind else 0
