"""_tombstones/: marks of articles that were taken down, and what goes from the other zones with one."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from imfact.contracts.article import Tombstone
from imfact.contracts.runs import Manifest
from imfact.kit.errors import ContractError
from imfact.lake import keys
from imfact.lake.articles import read_article
from imfact.lake.stage_io import StageContext, StageFunction, StageOutput, fate
from imfact.lake.summaries import remove_replies
from imfact.store.objects import ObjectNotFound, ObjectStore

# Folders whose objects are named after the article that they are of.
_NAMED = (keys.RAW, keys.CURATED, keys.QUARANTINE, keys.DEFERRED)
_FEATURES = "features"

TextsInUse = Callable[[Collection[str]], Collection[str]]
"""Says which texts other articles have too; their vectors must stay."""


def put_tombstone(lake: ObjectStore, tombstone: Tombstone) -> bool:
    """Write the mark unless there is one; return whether it is new."""
    data = tombstone.model_dump_json(indent=1).encode()
    return lake.put_if_absent(keys.tombstone(tombstone.url_hash), data)


def read_tombstones(lake: ObjectStore) -> dict[str, Tombstone]:
    """Return every mark by its url_hash."""
    found = (Tombstone.model_validate_json(lake.get(key)) for key in lake.keys(keys.TOMBSTONES))
    return {tombstone.url_hash: tombstone for tombstone in found}


def remove_article(
    lake: ObjectStore, url_hashes: Collection[str], in_use: TextsInUse
) -> Mapping[str, int]:
    """Delete pages, records and features of articles; return how many objects a zone lost or rewrote.

    The one place that deletes from raw/. Parts of features hold many articles: they are written
    anew without the rows of these. It may be repeated, after an interruption above all.
    """
    removed: Counter[str] = Counter()
    # Before the records go, which alone say what texts the articles had.
    if texts := _texts(lake, url_hashes):
        removed["summaries"] = remove_replies(lake, texts - set(in_use(sorted(texts))))
    for folder in _NAMED:
        for key in lake.keys(folder):
            if key.rsplit("/", 1)[1].split(".")[0] in url_hashes:
                lake.delete(key)
                removed[folder.rsplit("/", 1)[-1]] += 1
    for key in lake.keys(_FEATURES):
        removed[_FEATURES] += _without(lake, key, url_hashes, in_use)
    return removed


def _texts(lake: ObjectStore, url_hashes: Collection[str]) -> set[str]:
    found: set[str] = set()
    for key in lake.keys(keys.CURATED):
        if key.rsplit("/", 1)[1].split(".")[0] in url_hashes:
            # A broken record names no text, and must not keep the rest from going.
            with suppress(ContractError, ObjectNotFound):
                found.add(read_article(lake, key).text_hash)
    return found


def skipping_tombstones(
    function: StageFunction, tombstones: Callable[[], Collection[str]]
) -> StageFunction:
    """Return ``function`` that never sees articles that were taken down; they count as skipped."""

    def stage(manifest: Manifest, context: StageContext) -> StageOutput:
        dead = tombstones()
        skipped = tuple(
            fate(entry, "skipped", "tombstone", "The article was taken down.")
            for entry in manifest.entries
            if entry.url_hash in dead
        )
        living = tuple(entry for entry in manifest.entries if entry.url_hash not in dead)
        output = function(manifest.model_copy(update={"entries": living}), context)
        return StageOutput(output.entries, (*skipped, *output.outcomes))

    return stage


def _without(lake: ObjectStore, key: str, url_hashes: Collection[str], in_use: TextsInUse) -> int:
    if not key.endswith(".parquet"):
        return 0
    table = pq.read_table(io.BytesIO(lake.get(key)))
    texts = {
        row["text_hash"]
        for row in table.select(["url_hash", "text_hash"]).to_pylist()
        if row["url_hash"] in url_hashes
    }
    unused = texts - set(in_use(sorted(texts))) if texts else set()
    if not unused:
        return 0
    kept = table.filter(pc.invert(pc.is_in(table["text_hash"], value_set=pa.array(sorted(unused)))))
    if not kept.num_rows:
        lake.delete(key)
        return 1
    buffer = io.BytesIO()
    pq.write_table(kept, buffer, compression="zstd")
    lake.put(key, buffer.getvalue())
    return 1
