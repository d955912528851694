"""How a stage meets the lake: manifests in and out, each item counted once, quarantine, deferral."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from imfact.contracts.runs import (
    Counts,
    ItemOutcome,
    Manifest,
    ManifestEntry,
    Outcome,
    QuarantineRecord,
    StageName,
    StageResult,
)
from imfact.kit.clock import Clock
from imfact.kit.hashing import sha256_hex
from imfact.kit.ids import RunId, is_url_hash
from imfact.lake import keys
from imfact.store.objects import ObjectStore

Progress = Callable[[int, int | None], None]
"""Called with (items done, items in all or None while unknown)."""


@dataclass(frozen=True, slots=True)
class StageContext:
    """What every stage is given."""

    run_id: RunId
    lake: ObjectStore
    clock: Clock
    progress: Progress


@dataclass(frozen=True, slots=True)
class StageOutput:
    """What every stage returns: what it hands on, and the fate of each item that came in.

    ``len(entries)`` equals the number of outcomes ``out``; ``finish_stage`` refuses anything else.
    """

    entries: tuple[ManifestEntry, ...]
    outcomes: tuple[ItemOutcome, ...]


StageFunction = Callable[[Manifest, StageContext], StageOutput]


def fate(
    entry: ManifestEntry, outcome: Outcome, reason: str | None = None, detail: str | None = None
) -> ItemOutcome:
    """Return what became of ``entry``, with the key that a replay needs."""
    return ItemOutcome(
        item=entry.url_hash,
        source=entry.source,
        outcome=outcome,
        reason=reason,
        detail=detail,
        key=entry.key,
    )


def read_manifest(lake: ObjectStore, key: str) -> Manifest:
    """Return a manifest. Raises ObjectNotFound."""
    return Manifest.model_validate_json(lake.get(key))


def with_deferred(lake: ObjectStore, stage: StageName, manifest: Manifest) -> Manifest:
    """Return ``manifest`` plus what ``stage`` deferred in earlier runs, each key once; the latter first, as older."""
    present = {entry.key for entry in manifest.entries}
    waiting = [
        ManifestEntry.model_validate_json(lake.get(key))
        for key in lake.keys(f"{keys.DEFERRED}/{stage}")
    ]
    added = tuple(entry for entry in waiting if entry.key not in present)
    return manifest.model_copy(update={"entries": added + manifest.entries})


def was_deferred(lake: ObjectStore, stage: StageName, entry: ManifestEntry) -> bool:
    """Return whether an earlier run left the item to this one, where it is not settled yet."""
    return lake.exists(keys.deferred(stage, entry.url_hash, entry.key))


def stage_input(context: StageContext, stage: StageName, manifest: Manifest) -> Manifest:
    """Return what ``stage`` works on in this run: ``manifest`` and what it deferred earlier.

    It is written once a run. An interrupted stage finds the same input again, although it may have
    settled some of the deferred items before it ended. Items stand in the order of url_hash, not of
    their arrival: the int8 encoder answers by the company that a text keeps, so chance must not mix it.
    """
    key = keys.stage_input(context.run_id, stage)
    found = with_deferred(context.lake, stage, manifest)
    ordered = tuple(sorted(found.entries, key=lambda entry: entry.url_hash))
    whole = found.model_copy(update={"entries": ordered})
    if not context.lake.put_if_absent(key, whole.model_dump_json().encode()):
        return read_manifest(context.lake, key)
    return whole


def defer_all(lake: ObjectStore, stage: StageName, manifest: Manifest) -> None:
    """Keep everything that ``stage`` was to do for the next run; called when the stage fails."""
    for entry in manifest.entries:
        lake.put(keys.deferred(stage, entry.url_hash, entry.key), entry.model_dump_json().encode())


def finish_stage(
    context: StageContext,
    stage: StageName,
    output: StageOutput,
    started_at: datetime,
    seconds: float,
) -> StageResult:
    """Write what a stage did: manifest, outcomes, quarantine, deferred items; return its result.

    Raises:
        ValueError: the stage lost or invented an item.
    """
    counts = _count(output.outcomes)
    if counts.out != len(output.entries):
        raise ValueError(f"{counts.out} items went out, {len(output.entries)} are handed on")
    lake, run_id = context.lake, context.run_id
    manifest = Manifest(run_id=run_id, stage=stage, entries=output.entries)
    manifest_key, outcomes_key = (
        keys.stage_manifest(run_id, stage),
        keys.stage_outcomes(run_id, stage),
    )
    _quarantine(context, stage, output.outcomes)
    _defer(lake, stage, output.outcomes)
    lines = "".join(outcome.model_dump_json() + "\n" for outcome in output.outcomes)
    lake.put(outcomes_key, lines.encode())
    lake.put(manifest_key, manifest.model_dump_json().encode())
    result = StageResult(
        run_id=run_id,
        stage=stage,
        counts=counts,
        sources=_by_source(output.outcomes),
        reasons=dict(sorted(Counter(o.reason for o in output.outcomes if o.reason).items())),
        manifest_key=manifest_key,
        outcomes_key=outcomes_key,
        started_at=started_at,
        seconds=round(seconds, 3),
    )
    # The result is written last: a stage without one did not finish.
    lake.put(keys.stage_result(run_id, stage), result.model_dump_json(by_alias=True).encode())
    return result


def _count(outcomes: Iterable[ItemOutcome]) -> Counts:
    tally = Counter(outcome.outcome for outcome in outcomes)
    return Counts.model_validate({"in": tally.total(), **tally})


def _by_source(outcomes: Iterable[ItemOutcome]) -> dict[str, Counts]:
    apart: dict[str, list[ItemOutcome]] = defaultdict(list)
    for outcome in outcomes:
        apart[outcome.source].append(outcome)
    return {source: _count(apart[source]) for source in sorted(apart)}


def _quarantine(context: StageContext, stage: StageName, outcomes: tuple[ItemOutcome, ...]) -> None:
    named: Counter[str] = Counter()
    for outcome in outcomes:
        if outcome.outcome == "quarantined":
            name = (
                outcome.item
                if is_url_hash(outcome.item)
                else sha256_hex(outcome.item.encode())[:32]
            )
            # Two captures of one address may both fail; each keeps its own record.
            number, named[name] = named[name], named[name] + 1
            record = QuarantineRecord(
                run_id=context.run_id,
                stage=stage,
                item=outcome.item,
                source=outcome.source,
                key=outcome.key,
                reason=outcome.reason or "unknown",
                detail=outcome.detail or "",
                quarantined_at=context.clock(),
            )
            key = keys.quarantine(stage, context.run_id, f"{name}.{number}" if number else name)
            context.lake.put(key, record.model_dump_json(indent=1).encode())


def _defer(lake: ObjectStore, stage: StageName, outcomes: tuple[ItemOutcome, ...]) -> None:
    waiting = set(lake.keys(f"{keys.DEFERRED}/{stage}"))
    for outcome in outcomes:
        if outcome.outcome == "deferred" and outcome.key is not None:
            entry = ManifestEntry(url_hash=outcome.item, source=outcome.source, key=outcome.key)
            place = keys.deferred(stage, outcome.item, outcome.key)
            lake.put(place, entry.model_dump_json().encode())
            continue
        # An outcome without a key settles everything of that address.
        settled = (
            {keys.deferred(stage, outcome.item, outcome.key)}
            if outcome.key is not None
            else {key for key in waiting if key.rsplit("/", 1)[1].split(".")[0] == outcome.item}
        )
        for key in settled & waiting:
            lake.delete(key)
