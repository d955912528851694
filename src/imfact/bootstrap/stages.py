"""The stages of the pipeline with the parts of a house handed to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from imfact.adapters.search.tokens import content_morphemes
from imfact.bootstrap.house import House
from imfact.bootstrap.newsroom import newsroom_addresses
from imfact.contracts.runs import Manifest, StageName
from imfact.kit.ids import new_run_id
from imfact.lake import keys
from imfact.lake.quarantine import quarantined
from imfact.lake.stage_io import StageContext, StageFunction, StageOutput
from imfact.lake.tombstones import skipping_tombstones
from imfact.pipeline.crawl import stage as crawl
from imfact.pipeline.crawl.browser import find_browser
from imfact.pipeline.embed import stage as embed
from imfact.pipeline.enrich import stage as enrich
from imfact.pipeline.group import stage as group
from imfact.pipeline.index import stage as index
from imfact.pipeline.index.build import rebuild
from imfact.pipeline.index.check import CheckResult
from imfact.pipeline.index.parts import IndexParts
from imfact.pipeline.load import stage as load
from imfact.pipeline.refine import stage as refine
from imfact.pipeline.refine.article import Limits
from imfact.pipeline.takedown.removal import Layers, reconcile
from imfact.workflow.lock import RunLock


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
            quarantined={
                (one.record.item, one.record.reason)
                for one in quarantined(self._house.lake, "crawl")
                if one.record.run_id != context.run_id  # a resumed run settles its items again
            },
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
            ai=self._house.batch_ai,
            encoder_version=self._house.encoder_version,
            lexicon=self._house.policy.lexicon,
            morphemes=content_morphemes,
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
            attempts=self._house.policy.batch.attempts,
            backoff_seconds=self._house.policy.batch.backoff_seconds,
        )


def layers(house: House) -> Layers:
    """Return everything of ``house`` that remembers articles."""
    return Layers(house.lake, house.gateway, lambda: house.search)


def index_parts(house: House) -> IndexParts:
    """Return what keeping the indices of ``house`` needs."""
    return IndexParts(
        engine=house.search,
        gateway=house.gateway,
        lake=house.lake,
        encoder_version=house.encoder_version,
        batch=house.policy.batch.index_batch,
    )


def index_lock(house: House, doing: str) -> RunLock:
    """Return the lock of whoever builds, swaps or deletes index versions; runs do not need it."""
    name = f"index-{doing}-{new_run_id(house.clock())}"
    return RunLock(house.lake, name, house.clock, key=keys.INDEX_LOCK)


def rebuild_index(house: House) -> CheckResult:
    """Build all indices anew, check them and swap them in. Articles without vectors stay out.

    Raises:
        LockHeld: somebody else builds, swaps or deletes.
        IndexIncomplete: the new version failed its checks; the old one stays.
    """
    with index_lock(house, "build"):
        return rebuild(index_parts(house))
