"""The group stage: copies under their original and tellings under their story, told to the gateway."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import structlog

from imfact.clients.gateway import GatewayClient
from imfact.contracts.groups_api import GroupArticle, GroupAssignment, SignatureRecord
from imfact.contracts.runs import Manifest, ManifestEntry
from imfact.kit.errors import DataError, NotFoundError, TransientError
from imfact.kit.shingles import bands, signature
from imfact.lake.articles import read_article
from imfact.lake.stage_io import StageContext, StageOutput, fate
from imfact.lake.vectors import VectorPart, read_part
from imfact.pipeline.group import copies, stories
from imfact.pipeline.group.candidates import Candidate
from imfact.pipeline.group.clusters import Member, copy_groups
from imfact.pipeline.group.clusters import stories as story_names
from imfact.pipeline.group.compare import compare
from imfact.pipeline.group.telling import Row

# Articles of one day mostly lie in a few parts.
_PARTS_HELD = 16

_log = structlog.get_logger(__name__)


def run(
    manifest: Manifest, context: StageContext, *, gateway: GatewayClient, encoder_version: str
) -> StageOutput:
    """Group every article of ``manifest`` with all that the database holds; all of them go on.

    Groups are made out of the whole manifest at once and written in one transaction, so that neither
    the order of its entries nor an interruption shows in them. When the gateway or the lake stays
    away, all is deferred.
    """
    entries = manifest.entries
    try:
        _group(entries, context, gateway, encoder_version)
    except TransientError as exc:
        return StageOutput(
            (), tuple(fate(entry, "deferred", exc.code, exc.message) for entry in entries)
        )
    context.progress(len(entries), len(entries))
    return StageOutput(entries, tuple(fate(entry, "out") for entry in entries))


def _group(
    entries: Sequence[ManifestEntry],
    context: StageContext,
    gateway: GatewayClient,
    encoder_version: str,
) -> None:
    keys = {entry.url_hash: entry.key for entry in entries}
    asked = list(keys)
    signatures = [
        _signature(row, keys[row.url_hash], context)
        for row in gateway.group_articles(asked, encoder_version)
    ]
    if not signatures:
        return
    gateway.put_signatures(signatures)
    near = gateway.group_neighbours(
        asked, stories.WINDOW.total_seconds() / 3_600, copies.WINDOW.total_seconds() / 86_400
    )
    gateway.put_groups(_assignments(gateway.group_articles(near, encoder_version), context))


def _assignments(rows: Sequence[GroupArticle], context: StageContext) -> list[GroupAssignment]:
    """Return what changes of the groups of ``rows``."""
    vectors = _vectors(rows, context)
    pairs = compare(
        [
            Candidate(
                url_hash=row.url_hash,
                title=row.title,
                body=row.body,
                published_at=row.published_at,
                copy_group=row.copy_group,
                bands=row.bands,
                vector=vectors.get(row.text_hash),
            )
            for row in rows
        ]
    )
    members = [Member(row.url_hash, row.published_at, row.story) for row in rows]
    originals = copy_groups(members, pairs.copies)
    named = story_names(members, originals, pairs.events)
    copied = {original for key, original in originals.items() if key != original}
    wanted = [
        GroupAssignment(
            url_hash=row.url_hash,
            copy_group=original if (original := originals[row.url_hash]) in copied else None,
            story=named[row.url_hash],
        )
        for row in rows
    ]
    return [
        want
        for row, want in zip(rows, wanted, strict=True)
        if (row.copy_group, row.story) != (want.copy_group, want.story)
    ]


def _signature(row: GroupArticle, key: str, context: StageContext) -> SignatureRecord:
    """Return the bands of the text that the article has now, which may be newer than the record's."""
    found: str | None = None
    try:
        record = read_article(context.lake, key)
        if record.text_hash == row.text_hash:
            found = record.signature
    except (DataError, NotFoundError) as exc:
        _log.warning("record_unreadable", code=exc.code, key=key)
    if found is None:
        found = signature(row.body)
    return SignatureRecord(url_hash=row.url_hash, text_hash=row.text_hash, bands=bands(found))


def _vectors(rows: Sequence[GroupArticle], context: StageContext) -> Mapping[str, Row]:
    """Return text_hash → vector of the article, for those that can be read; the others may still be copies."""

    @lru_cache(maxsize=_PARTS_HELD)
    def part(key: str) -> VectorPart:
        return read_part(context.lake, key)

    found: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: row.part_key or ""):
        if row.part_key is None:
            continue
        try:
            vectors = part(row.part_key).of(row.text_hash)
        except (DataError, NotFoundError) as exc:
            _log.warning("vectors_unreadable", code=exc.code, key=row.part_key)
            continue
        found[row.text_hash] = vectors.article.copy()
    return found
