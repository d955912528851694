"""The load stage: curated records in batches to the gateway; only what changed goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from imfact.clients.gateway import GatewayClient
from imfact.contracts.internal_api import ArticleUpsert, UpsertOutcome
from imfact.contracts.runs import ItemOutcome, Manifest, ManifestEntry, Outcome
from imfact.kit.errors import DataError, NotFoundError, TransientError
from imfact.lake.articles import read_article
from imfact.lake.stage_io import StageContext, StageOutput, fate, was_deferred

_FATES: dict[UpsertOutcome, tuple[Outcome, str | None]] = {
    "inserted": ("out", None),
    "revised": ("out", None),
    "updated": ("out", None),
    "unchanged": ("duplicate", "unchanged"),
    "tombstoned": ("skipped", "tombstone"),
}


def run(
    manifest: Manifest, context: StageContext, *, gateway: GatewayClient, batch: int
) -> StageOutput:
    """Upsert every article of ``manifest``, ``batch`` at a time.

    A broken record is quarantined. When the gateway stays away after its client's retries, what is
    left is deferred: what went in before must go on to the next stages in this run, because in the
    next one it would count as unchanged. What was deferred goes on also where it is unchanged: it may
    have been written although no answer came. The same run may be resumed: what it changed before it
    was interrupted goes on again.
    """
    outcomes: list[ItemOutcome] = []
    entries: list[ManifestEntry] = []
    total = len(manifest.entries)
    waiting = list(_chunks(manifest.entries, batch))
    while waiting:
        chunk = waiting.pop(0)
        readable, upserts, rejected = _read(chunk, context)
        outcomes += rejected
        try:
            answers = gateway.upsert_articles(upserts, context.run_id) if upserts else ()
        except TransientError as exc:
            left = [*readable, *(entry for rest in waiting for entry in rest)]
            outcomes += [fate(entry, "deferred", exc.code, exc.message) for entry in left]
            break
        # By place, not by url_hash: one address may come with several captures.
        for entry, answer in zip(readable, answers, strict=True):
            verdict, reason = _FATES[answer.outcome]
            if answer.outcome == "unchanged" and was_deferred(context.lake, "load", entry):
                verdict, reason = "out", None
            outcomes.append(fate(entry, verdict, reason))
            if verdict == "out":
                entries.append(entry)
        context.progress(len(outcomes), total)
    return StageOutput(tuple(entries), tuple(outcomes))


def _read(
    chunk: Sequence[ManifestEntry], context: StageContext
) -> tuple[list[ManifestEntry], list[ArticleUpsert], list[ItemOutcome]]:
    """Return the entries that can be sent, what to send for each, and the fates of the others."""
    readable: list[ManifestEntry] = []
    upserts: list[ArticleUpsert] = []
    rejected: list[ItemOutcome] = []
    for entry in chunk:
        try:
            article = read_article(context.lake, entry.key)
        except (DataError, NotFoundError) as exc:
            rejected.append(fate(entry, "quarantined", exc.code, exc.message))
            continue
        if article.rights.store:
            readable.append(entry)
            upserts.append(ArticleUpsert(article=article, curated_key=entry.key))
        else:
            rejected.append(fate(entry, "skipped", "rights_forbid", "store"))
    return readable, upserts, rejected


def _chunks(entries: Sequence[ManifestEntry], size: int) -> Iterator[Sequence[ManifestEntry]]:
    for start in range(0, len(entries), size):
        yield entries[start : start + size]
