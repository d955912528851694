"""The enrich stage: verdicts and summaries from the AI service to the gateway, features to the lake."""

from __future__ import annotations

from collections.abc import Sequence

from imfact.clients.ai import AiClient
from imfact.clients.gateway import GatewayClient
from imfact.contracts.ai_api import AssessBatch, Assessed, AssessItem
from imfact.contracts.article import CuratedArticle
from imfact.contracts.internal_api import AssessmentUpsert
from imfact.contracts.policy import Lexicon
from imfact.contracts.runs import ItemOutcome, Manifest, ManifestEntry
from imfact.kit.errors import DataError, NotFoundError, TransientError
from imfact.lake.articles import read_article
from imfact.lake.nlp import NlpWriter
from imfact.lake.stage_io import StageContext, StageOutput, fate
from imfact.pipeline.enrich.features import Morphemes, features_of
from imfact.pipeline.enrich.vectors import VectorShelf

_Pair = tuple[ManifestEntry, CuratedArticle]


def run(
    manifest: Manifest,
    context: StageContext,
    *,
    gateway: GatewayClient,
    ai: AiClient,
    encoder_version: str,
    lexicon: Lexicon,
    morphemes: Morphemes,
    batch: int,
) -> StageOutput:
    """Judge every article and store the verdicts; summaries only where the source's rights allow.

    Each text's linguistic features are written once, whatever becomes of its verdict.
    A broken record, or one that the service cannot use, is quarantined. When the service, the
    gateway or the lake stays away, what is left is deferred.
    """
    shelf = VectorShelf(context.lake, encoder_version)
    features = NlpWriter(context.lake)
    outcomes: list[ItemOutcome] = []
    entries: list[ManifestEntry] = []
    for start in range(0, len(manifest.entries), batch):
        chunk, left = manifest.entries[start : start + batch], manifest.entries[start + batch :]
        try:
            pairs, rejected = _read(chunk, context)
            done = rejected + _enrich(pairs, gateway, ai, shelf, encoder_version)
            features.write(
                (
                    (
                        article.published_at or article.fetched_at,
                        features_of(article, entry.key, lexicon, morphemes),
                    )
                    for entry, article in pairs
                ),
            )
        except TransientError as exc:
            outcomes += [fate(e, "deferred", exc.code, exc.message) for e in (*chunk, *left)]
            break
        outcomes += done
        gone_out = {outcome.key for outcome in done if outcome.outcome == "out"}
        entries += [entry for entry in chunk if entry.key in gone_out]
        context.progress(len(outcomes), len(manifest.entries))
    return StageOutput(tuple(entries), tuple(outcomes))


def _read(
    chunk: Sequence[ManifestEntry], context: StageContext
) -> tuple[list[_Pair], list[ItemOutcome]]:
    pairs: list[_Pair] = []
    rejected: list[ItemOutcome] = []
    for entry in chunk:
        try:
            pairs.append((entry, read_article(context.lake, entry.key)))
        except (DataError, NotFoundError) as exc:
            rejected.append(fate(entry, "quarantined", exc.code, exc.message))
    return pairs, rejected


def _enrich(
    pairs: Sequence[_Pair],
    gateway: GatewayClient,
    ai: AiClient,
    shelf: VectorShelf,
    encoder_version: str,
) -> list[ItemOutcome]:
    outcomes: list[ItemOutcome] = []
    parts = gateway.find_embeddings(encoder_version, [article.text_hash for _, article in pairs])
    items = [
        AssessItem(
            title=article.title,
            body=article.body,
            paywalled=article.paywalled,
            summarise=article.rights.allows("summarise") and not article.paywalled,
            written=article.rights.allows("summarise") and not article.paywalled,
            vectors=shelf.find(article.text_hash, parts),
            url_hash=article.url_hash,
        )
        for _, article in pairs
    ]
    upserts: list[AssessmentUpsert] = []
    for (entry, article), judged in zip(pairs, _judge(items, ai), strict=True):
        if isinstance(judged, DataError):
            outcomes.append(fate(entry, "quarantined", judged.code, judged.message))
            continue
        upserts.append(
            AssessmentUpsert(
                url_hash=article.url_hash, assessment=judged.assessment, summary=judged.summary
            )
        )
        outcomes.append(fate(entry, "out"))
    gateway.put_assessments(upserts)
    return outcomes


def _judge(items: Sequence[AssessItem], ai: AiClient) -> list[Assessed | DataError]:
    """Judge all at once; where the service refuses the batch, one by one to find the item it means."""
    if not items:
        return []
    try:
        return list(ai.assess(AssessBatch(items=tuple(items))).items)
    except DataError as exc:
        if len(items) == 1:
            return [exc]
    return [judged for item in items for judged in _judge([item], ai)]
