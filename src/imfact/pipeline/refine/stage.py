"""The refine stage: captures in, curated records out; exact duplicates and bad pages counted."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from imfact.clients.gateway import GatewayClient
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
    gateway: GatewayClient,
    sources: Sequence[Source],
    limits: Limits,
) -> StageOutput:
    """Refine every capture of ``manifest``.

    Of articles with the same headline and body the earliest published one is kept, whether they
    came in this run or one lies in the database already.

    Raises:
        BackendUnavailable: the gateway cannot be asked for known texts.
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
    originals = _originals(refined, gateway)
    for item in refined:
        original = originals[item.article.text_hash]
        if original == item.article.url_hash:
            placed = write_article(context.lake, item.article)
            if placed.key in handed_on:
                outcomes.append(fate(item.entry, "duplicate", "same_text", "of an earlier capture"))
                continue
            handed_on[placed.key] = item.entry.model_copy(update={"key": placed.key})
            outcomes.append(fate(item.entry, "out"))
        else:
            outcomes.append(fate(item.entry, "duplicate", "same_text", f"of {original}"))
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


def _originals(refined: Sequence[_Refined], gateway: GatewayClient) -> Mapping[str, str]:
    """Return text_hash → the url_hash that keeps the text."""
    ordered = sorted(
        (item.article for item in refined),
        key=lambda article: (article.published_at or article.fetched_at, article.url_hash),
    )
    first: dict[str, str] = {}
    for article in ordered:
        first.setdefault(article.text_hash, article.url_hash)
    return {**first, **gateway.same_text(list(first))} if first else {}
