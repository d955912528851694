"""The refine stage: captures in, curated records out; pages seen twice and bad ones counted."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from imfact.contracts.article import CuratedArticle
from imfact.contracts.rights import RightsMatrix
from imfact.contracts.runs import ItemOutcome, Manifest, ManifestEntry
from imfact.contracts.source import Source
from imfact.kit.errors import DataError, NotFoundError
from imfact.lake.articles import write_article
from imfact.lake.captures import read_meta, read_page
from imfact.lake.stage_io import StageContext, StageOutput, fate
from imfact.pipeline.refine.article import Limits, Page
from imfact.pipeline.refine.pool import refine_pages


@dataclass(frozen=True, slots=True)
class _Refined:
    entry: ManifestEntry
    article: CuratedArticle


def run(
    manifest: Manifest,
    context: StageContext,
    *,
    sources: Sequence[Source],
    limits: Limits,
) -> StageOutput:
    """Refine every capture of ``manifest``.

    Only the very same page is a duplicate: two captures of one URL that make one record. The same
    text at another URL is an article, and a copy; ``group`` finds that.
    """
    outcomes: list[ItemOutcome] = []
    refined: list[_Refined] = []
    entries = {entry.key: entry for entry in manifest.entries}
    pages = _pages(manifest, context, sources, outcomes)
    workers = max(1, min(os.cpu_count() or 1, len(entries)))
    for page, result in refine_pages(pages, limits, workers=workers) if entries else ():
        entry = entries[page.meta.html_key]
        if isinstance(result, DataError):
            outcomes.append(fate(entry, "quarantined", result.code, result.message))
        else:
            refined.append(_Refined(entry, result))
        context.progress(len(outcomes) + len(refined), len(entries))
    handed_on: dict[str, ManifestEntry] = {}
    for item in refined:
        placed = write_article(context.lake, item.article)
        if placed.key in handed_on:
            outcomes.append(fate(item.entry, "duplicate", "same_text", "of an earlier capture"))
            continue
        handed_on[placed.key] = item.entry.model_copy(update={"key": placed.key})
        outcomes.append(fate(item.entry, "out"))
    return StageOutput(tuple(handed_on.values()), tuple(outcomes))


def _pages(
    manifest: Manifest,
    context: StageContext,
    sources: Sequence[Source],
    outcomes: list[ItemOutcome],
) -> Iterator[Page]:
    """Yield the captures; one that cannot be read is counted in ``outcomes`` instead."""
    known = {source.slug: source for source in sources}
    for entry in manifest.entries:
        try:
            meta = read_meta(context.lake, entry.key)
            data = read_page(context.lake, entry.key)
        except (DataError, NotFoundError) as exc:
            outcomes.append(fate(entry, "quarantined", exc.code, exc.message))
            continue
        source = known.get(meta.source)
        yield Page(
            # The key of the manifest is the one that is looked up again.
            meta=meta.model_copy(update={"html_key": entry.key}),
            data=data,
            source_name=source.name if source else "",
            rights=source.rights if source else RightsMatrix(),
        )
