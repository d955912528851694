"""The index stage: judged articles into the current pair of indices; what may not be found leaves it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import structlog

from imfact.adapters.search.port import SearchEngine, SearchUnavailable
from imfact.clients.gateway import GatewayClient
from imfact.clients.transport import retrying
from imfact.contracts.runs import ItemOutcome, Manifest, ManifestEntry
from imfact.contracts.search import SearchDocument
from imfact.kit.errors import TransientError
from imfact.lake.stage_io import StageContext, StageOutput, fate
from imfact.pipeline.index.parts import IndexParts
from imfact.pipeline.index.replay import Result, Seen, replay, write_articles
from imfact.pipeline.index.versions import ensure_current, prune_outbox

_log = structlog.get_logger(__name__)


def run(
    manifest: Manifest,
    context: StageContext,
    *,
    gateway: GatewayClient,
    engine: SearchEngine,
    encoder_version: str,
    batch: int,
    attempts: int = 1,
    backoff_seconds: float = 0.5,
) -> StageOutput:
    """Write every article of ``manifest`` into the current indices, ``batch`` at a time.

    Articles that may not be indexed are removed and skipped; those without readable vectors are
    quarantined. When the gateway or the engine stays away, after ``attempts`` with pauses between,
    what is left is deferred. Then follows
    whatever else changed in the database since (verdicts of other runs, rights, deletions); it is
    no item of this run and is not counted.
    """
    parts = IndexParts(engine, gateway, context.lake, encoder_version, batch)
    outcomes: list[ItemOutcome] = []
    entries: list[ManifestEntry] = []
    written_to: set[int] = set()
    left = list(manifest.entries)
    try:
        seen_until = gateway.outbox_end()
        while left:
            chunk = left[:batch]
            version, results = retrying(
                partial(_write, parts, [entry.url_hash for entry in chunk]),
                attempts=attempts,
                backoff_seconds=backoff_seconds,
                # The gateway's client has its own patience; both together would multiply.
                on=SearchUnavailable,
            )
            written_to.add(version)
            left = left[batch:]
            done = [_fate(entry, results[entry.url_hash]) for entry in chunk]
            outcomes += done
            entries += [e for e, o in zip(chunk, done, strict=True) if o.outcome == "out"]
            context.progress(len(outcomes), len(manifest.entries))
    except TransientError as exc:
        outcomes += [fate(entry, "deferred", exc.code, exc.message) for entry in left]
        return StageOutput(tuple(entries), tuple(outcomes))
    seen = Seen(frozenset(e.url_hash for e in manifest.entries), seen_until, written_to)
    _catch_up(parts, seen)
    return StageOutput(tuple(entries), tuple(outcomes))


def _write(parts: IndexParts, url_hashes: Sequence[str]) -> tuple[int, dict[str, Result]]:
    version = ensure_current(parts.engine, parts.encoder_version)
    return version, write_articles(parts, version, url_hashes)


def _catch_up(parts: IndexParts, seen: Seen) -> None:
    """Replay the rest of the outbox; where that fails, the next run begins where this one stopped."""
    try:
        version = ensure_current(parts.engine, parts.encoder_version)
        done = replay(parts, version, seen=seen)
        prune_outbox(parts.engine, parts.gateway)
    except TransientError as exc:
        _log.warning("outbox_waits", code=exc.code, reason=exc.message)
        return
    if done.touched:
        _log.info(
            "outbox_replayed",
            version=version,
            written=len(done.written),
            removed=len(done.removed),
            unusable=len(done.unusable),
        )


def _fate(entry: ManifestEntry, result: Result) -> ItemOutcome:
    if isinstance(result, SearchDocument):
        return fate(entry, "out")
    if result is None:
        return fate(entry, "skipped", "rights_forbid", "index")
    return fate(entry, "quarantined", result.code, result.message)
