"""The index stage: judged articles into the current pair of indices; what may not be found leaves it."""

from __future__ import annotations

from imfact.adapters.search.port import SearchEngine
from imfact.clients.gateway import GatewayClient
from imfact.contracts.runs import ItemOutcome, Manifest, ManifestEntry
from imfact.contracts.search import SearchDocument
from imfact.kit.errors import TransientError
from imfact.lake.stage_io import StageContext, StageOutput, fate
from imfact.pipeline.index.build import ensure_current
from imfact.pipeline.index.documents import with_vectors


def run(
    manifest: Manifest,
    context: StageContext,
    *,
    gateway: GatewayClient,
    engine: SearchEngine,
    encoder_version: str,
    batch: int,
) -> StageOutput:
    """Write every article of ``manifest`` into the current indices, ``batch`` at a time.

    Articles that may not be indexed are removed and skipped; those without readable vectors are
    quarantined. When the gateway or the engine stays away, what is left is deferred.
    """
    outcomes: list[ItemOutcome] = []
    entries: list[ManifestEntry] = []
    left = list(manifest.entries)
    while left:
        chunk, left = left[:batch], left[batch:]
        try:
            done = _index(chunk, context, gateway, engine, encoder_version)
        except TransientError as exc:
            outcomes += [fate(e, "deferred", exc.code, exc.message) for e in (*chunk, *left)]
            break
        outcomes += done
        entries += [
            entry for entry, outcome in zip(chunk, done, strict=True) if outcome.outcome == "out"
        ]
        context.progress(len(outcomes), len(manifest.entries))
    return StageOutput(tuple(entries), tuple(outcomes))


def _index(
    chunk: list[ManifestEntry],
    context: StageContext,
    gateway: GatewayClient,
    engine: SearchEngine,
    encoder_version: str,
) -> list[ItemOutcome]:
    """Return one outcome an entry, in order."""
    version = ensure_current(engine)
    rows = gateway.documents([entry.url_hash for entry in chunk], encoder_version)
    found = {row.url_hash: result for row, result in with_vectors(context.lake, rows)}
    engine.write(version, [doc for doc in found.values() if isinstance(doc, SearchDocument)])
    absent = [entry.url_hash for entry in chunk if entry.url_hash not in found]
    if absent:
        engine.remove(version, absent)
    outcomes = []
    for entry in chunk:
        result = found.get(entry.url_hash)
        if isinstance(result, SearchDocument):
            outcomes.append(fate(entry, "out"))
        elif result is None:
            outcomes.append(fate(entry, "skipped", "rights_forbid", "index"))
        else:
            outcomes.append(fate(entry, "quarantined", result.code, result.message))
    return outcomes
