"""The stages of the pipeline with the parts of a house handed to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from imfact.bootstrap.house import House
from imfact.bootstrap.newsroom import newsroom_addresses
from imfact.contracts.runs import Manifest, StageName
from imfact.contracts.search import SearchDocument
from imfact.lake.stage_io import StageContext, StageFunction, StageOutput
from imfact.lake.tombstones import skipping_tombstones
from imfact.pipeline.crawl import stage as crawl
from imfact.pipeline.crawl.browser import find_browser
from imfact.pipeline.embed import stage as embed
from imfact.pipeline.enrich import stage as enrich
from imfact.pipeline.group import stage as group
from imfact.pipeline.index import stage as index
from imfact.pipeline.index.build import rebuild
from imfact.pipeline.index.documents import with_vectors
from imfact.pipeline.load import stage as load
from imfact.pipeline.refine import stage as refine
from imfact.pipeline.refine.article import Limits
from imfact.pipeline.takedown.removal import Layers, reconcile


class Stages:
    """Each stage as a function of manifest and context; parts are opened when their stage begins."""

    def __init__(self, house: House, crawled: Sequence[str] | None = None) -> None:
        """Take the parts of ``house``; crawl the sources with these slugs only, all where None."""
        self._house = house
        self._dead: Collection[str] | None = None
        self._crawled = crawled

    def functions(self) -> Mapping[StageName, StageFunction]:
        """Return every stage by its name; none of them sees what was taken down."""
        own: dict[StageName, StageFunction] = {
            "crawl": self._crawl,
            "refine": self._refine,
            "load": self._load,
            "embed": self._embed,
            "group": self._group,
            "enrich": self._enrich,
            "index": self._index,
        }
        return {name: skipping_tombstones(own[name], self._tombstones) for name in own}

    def _tombstones(self) -> Collection[str]:
        if self._dead is None:
            self._dead = reconcile(layers(self._house))
        return self._dead

    def _crawl(self, manifest: Manifest, context: StageContext) -> StageOutput:
        return crawl.run(
            manifest,
            context,
            lake_url=self._house.settings.lake,
            sources=[
                source
                for source in self._house.sources
                if self._crawled is None or source.slug in self._crawled
            ],
            page_limit_bytes=self._house.policy.batch.page_limit_bytes,
            tombstones=frozenset(self._tombstones()),
            host_overrides=newsroom_addresses(self._house.settings.var),
            browser=find_browser(),
        )

    def _refine(self, manifest: Manifest, context: StageContext) -> StageOutput:
        batch = self._house.policy.batch
        limits = Limits(batch.page_limit_bytes, batch.minimum_body_characters)
        return refine.run(
            manifest,
            context,
            sources=self._house.sources,
            limits=limits,
        )

    def _load(self, manifest: Manifest, context: StageContext) -> StageOutput:
        return load.run(
            manifest,
            context,
            gateway=self._house.gateway,
            batch=self._house.policy.batch.load_batch,
        )

    def _embed(self, manifest: Manifest, context: StageContext) -> StageOutput:
        if not manifest.entries:
            return StageOutput((), ())
        return embed.run(
            manifest,
            context,
            gateway=self._house.gateway,
            encoder=self._house.encoder,
            batch=self._house.policy.batch.embed_batch,
        )

    def _group(self, manifest: Manifest, context: StageContext) -> StageOutput:
        return group.run(
            manifest,
            context,
            gateway=self._house.gateway,
            encoder_version=self._house.encoder_version,
        )

    def _enrich(self, manifest: Manifest, context: StageContext) -> StageOutput:
        return enrich.run(
            manifest,
            context,
            gateway=self._house.gateway,
            ai=self._house.ai,
            encoder_version=self._house.encoder_version,
            batch=self._house.policy.batch.enrich_batch,
        )

    def _index(self, manifest: Manifest, context: StageContext) -> StageOutput:
        return index.run(
            manifest,
            context,
            gateway=self._house.gateway,
            engine=self._house.search,
            encoder_version=self._house.encoder_version,
            batch=self._house.policy.batch.index_batch,
        )


def layers(house: House) -> Layers:
    """Return everything of ``house`` that remembers articles."""
    return Layers(house.lake, house.gateway, lambda: house.search)


def rebuild_index(house: House) -> int:
    """Build all indices anew, swap them in, return the new version. Articles without vectors stay out."""
    rows = house.gateway.all_documents(house.encoder_version)
    documents = (
        doc for _, doc in with_vectors(house.lake, rows) if isinstance(doc, SearchDocument)
    )
    return rebuild(house.search, documents, house.policy.batch.index_batch)
