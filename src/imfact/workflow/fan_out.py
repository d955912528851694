"""One stage in batches that run apart: plan them, run one, gather what they did."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict, TypeAdapter

from imfact.contracts.runs import ItemOutcome, Manifest, ManifestEntry, StageName, StageResult
from imfact.kit.hashing import sha256_hex
from imfact.lake import keys
from imfact.lake.stage_io import (
    StageContext,
    StageFunction,
    StageOutput,
    fate,
    finish_stage,
    read_manifest,
    stage_input,
)

_ENTRIES = TypeAdapter(tuple[ManifestEntry, ...])

_SAME_TEXT = {"outcome": "duplicate", "reason": "same_text", "detail": "of an earlier capture"}


class Part(BaseModel):
    """What one batch did; it lies in the run's folder until the stage is gathered, and after."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    entries: tuple[ManifestEntry, ...]
    outcomes: tuple[ItemOutcome, ...]


def plan(context: StageContext, stage: StageName, manifest: Manifest) -> tuple[str, int]:
    """Write the items of ``stage`` as a plain array, which Step Functions can read; return key and number."""
    whole = stage_input(context, stage, manifest)
    key = keys.stage_items(context.run_id, stage)
    context.lake.put(key, _ENTRIES.dump_json(whole.entries))
    return key, len(whole.entries)


def run_part(
    context: StageContext,
    stage: StageName,
    function: StageFunction,
    entries: Sequence[ManifestEntry],
) -> str:
    """Run ``function`` over one batch and write what it did; return the key of that.

    The same batch writes the same key, so that a second attempt replaces the first.
    """
    manifest = Manifest(run_id=context.run_id, stage=stage, entries=tuple(entries))
    output = function(manifest, context)
    part = Part(entries=output.entries, outcomes=output.outcomes)
    name = sha256_hex(json.dumps([entry.key for entry in entries]).encode())[:32]
    key = keys.stage_part(context.run_id, stage, name)
    context.lake.put(key, part.model_dump_json().encode())
    return key


def gather(context: StageContext, stage: StageName, started_at: datetime) -> StageResult:
    """Join all parts and finish the stage; items of a batch that failed wait for the next run.

    Entries go on in the order in which they came in, as if the stage had run in one piece.
    """
    lake, run_id = context.lake, context.run_id
    whole = read_manifest(lake, keys.stage_input(run_id, stage))
    parts = [
        Part.model_validate_json(lake.get(key))
        for key in lake.keys(keys.stage_parts(run_id, stage))
    ]
    joined = _join([entry.key for entry in whole.entries], parts)
    outcomes = tuple(
        joined[entry.key][0]
        if entry.key in joined
        else fate(entry, "deferred", "batch_failed", "The batch that held it did not end.")
        for entry in whole.entries
    )
    entries = tuple(
        handed_on
        for entry in whole.entries
        if entry.key in joined and (handed_on := joined[entry.key][1])
    )
    seconds = (context.clock() - started_at).total_seconds()
    return finish_stage(context, stage, StageOutput(entries, outcomes), started_at, seconds)


def _join(
    order: Sequence[str], parts: Iterable[Part]
) -> dict[str, tuple[ItemOutcome, ManifestEntry | None]]:
    """Return item key → what became of it and what it handed on, None where it handed on nothing."""
    place = {key: number for number, key in enumerate(order)}
    joined: dict[str, tuple[ItemOutcome, ManifestEntry | None]] = {}
    handed_on: set[str] = set()
    for part in sorted(
        parts, key=lambda part: min(map(place.__getitem__, _items(part)), default=0)
    ):
        if any(key in joined for key in _items(part)):
            continue  # items of an attempt that was cut into other batches
        going = list(part.entries)
        for key, outcome in zip(_items(part), part.outcomes, strict=True):
            entry = None
            if outcome.outcome == "out":
                entry = next(each for each in going if each.url_hash == outcome.item)
                going.remove(entry)
            if entry and entry.key in handed_on:
                # Two captures of one page that stood on both sides of a cut: refine's own words.
                outcome, entry = outcome.model_copy(update=_SAME_TEXT), None
            joined[key] = outcome, entry
            handed_on |= {entry.key} if entry else set()
    return joined


def _items(part: Part) -> list[str]:
    return [outcome.key or outcome.item for outcome in part.outcomes]
