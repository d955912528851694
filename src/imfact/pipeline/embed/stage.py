"""The embed stage: vectors once a text and encoder version, into a parquet part, told to the gateway."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from imfact.adapters.encoder.port import Encoder
from imfact.clients.gateway import GatewayClient
from imfact.contracts.internal_api import EmbeddingRecord
from imfact.contracts.runs import ItemOutcome, Manifest, ManifestEntry
from imfact.kit.errors import DataError, NotFoundError, TransientError
from imfact.lake.articles import read_article
from imfact.lake.stage_io import StageContext, StageOutput, fate
from imfact.lake.vectors import ArticleVectors
from imfact.pipeline.embed.encoding import Article, encode_articles
from imfact.pipeline.embed.parts import PartNames, store_vectors


def run(
    manifest: Manifest,
    context: StageContext,
    *,
    gateway: GatewayClient,
    encoder: Encoder,
    batch: int,
) -> StageOutput:
    """Encode every article whose text has no vectors of this encoder yet; all of them go on.

    The part of a batch is named by its place in the manifest: a resumed run finds what was written
    before it ended. A broken record is quarantined. When the gateway or the lake stays away, what is left is deferred.
    """
    outcomes: list[ItemOutcome] = []
    # A crawl hands on in the order of arrival, and a quantised encoder answers slightly otherwise in
    # another batch: by identity the batches, and so the vectors, are those of any run over the same.
    ordered = sorted(manifest.entries, key=lambda entry: entry.url_hash)
    names = PartNames(encoder.version, context.run_id, -(-len(ordered) // batch))
    for start in range(0, len(ordered), batch):
        chunk, left = ordered[start : start + batch], ordered[start + batch :]
        try:
            done = list(_embed(chunk, context, gateway, encoder, names.of(start // batch)))
        except TransientError as exc:
            outcomes += [fate(e, "deferred", exc.code, exc.message) for e in (*chunk, *left)]
            break
        outcomes += done
        context.progress(len(outcomes), len(ordered))
    gone_out = {outcome.key for outcome in outcomes if outcome.outcome == "out"}
    entries = tuple(entry for entry in manifest.entries if entry.key in gone_out)
    return StageOutput(entries, tuple(outcomes))


def _embed(
    chunk: Sequence[ManifestEntry],
    context: StageContext,
    gateway: GatewayClient,
    encoder: Encoder,
    names: Iterator[str],
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
    unknown = {text: article for text, article in articles.items() if text not in known}

    def encoded(texts: Sequence[str]) -> list[ArticleVectors]:
        return encode_articles([unknown[text] for text in texts], encoder)

    if unknown:
        places = store_vectors(context.lake, names, list(unknown), encoded)
        gateway.put_embeddings(
            [
                EmbeddingRecord(text_hash=text, encoder_version=encoder.version, part_key=part)
                for text, part in places.items()
            ]
        )
