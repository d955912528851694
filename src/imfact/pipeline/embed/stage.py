"""The embed stage: vectors once a text and encoder version, into a parquet part, told to the gateway."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from imfact.adapters.encoder.port import Encoder
from imfact.clients.gateway import GatewayClient
from imfact.contracts.internal_api import EmbeddingRecord
from imfact.contracts.runs import ItemOutcome, Manifest, ManifestEntry
from imfact.kit.errors import DataError, NotFoundError, TransientError
from imfact.lake import keys
from imfact.lake.articles import read_article
from imfact.lake.stage_io import StageContext, StageOutput, fate
from imfact.lake.vectors import ArticleVectors, write_part
from imfact.pipeline.embed.encoding import Article, encode_articles


def run(
    manifest: Manifest,
    context: StageContext,
    *,
    gateway: GatewayClient,
    encoder: Encoder,
    batch: int,
) -> StageOutput:
    """Encode every article whose text has no vectors of this encoder yet; all of them go on.

    A broken record is quarantined. When the gateway or the lake stays away, what is left is deferred.
    """
    outcomes: list[ItemOutcome] = []
    entries: list[ManifestEntry] = []
    left = list(manifest.entries)
    while left:
        chunk, left = left[:batch], left[batch:]
        try:
            done = list(_embed(chunk, context, gateway, encoder))
        except TransientError as exc:
            outcomes += [fate(e, "deferred", exc.code, exc.message) for e in (*chunk, *left)]
            break
        outcomes += done
        gone_out = {outcome.key for outcome in done if outcome.outcome == "out"}
        entries += [entry for entry in chunk if entry.key in gone_out]
        context.progress(len(outcomes), len(manifest.entries))
    return StageOutput(tuple(entries), tuple(outcomes))


def _embed(
    chunk: Sequence[ManifestEntry], context: StageContext, gateway: GatewayClient, encoder: Encoder
) -> Iterator[ItemOutcome]:
    articles: dict[str, Article] = {}
    for entry in chunk:
        try:
            record = read_article(context.lake, entry.key)
        except (DataError, NotFoundError) as exc:
            yield fate(entry, "quarantined", exc.code, exc.message)
            continue
        articles.setdefault(record.text_hash, Article(record, entry.key))
        yield fate(entry, "out")
    known = gateway.find_embeddings(encoder.version, list(articles))
    unknown = [article for text, article in articles.items() if text not in known]
    if unknown:
        vectors = encode_articles(unknown, encoder)
        part = _write(context, encoder.version, vectors)
        gateway.put_embeddings(
            [
                EmbeddingRecord(
                    text_hash=one.text_hash, encoder_version=encoder.version, part_key=part
                )
                for one in vectors
            ]
        )


def _write(context: StageContext, encoder_version: str, vectors: list[ArticleVectors]) -> str:
    """Write a part under the first free number of the run; an earlier try may have left some."""
    for number in count():
        key = keys.embeddings_part(encoder_version, context.run_id, number)
        if write_part(context.lake, key, vectors):
            return key
    raise AssertionError("count() does not end")
