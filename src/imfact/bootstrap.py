"""The composition root: builds each part once, from the settings; alone in naming concrete adapters."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Protocol, TypeVar

from fastapi import FastAPI

from imfact.adapters.encoder.port import Encoder
from imfact.adapters.search.names import IndexAliases
from imfact.adapters.search.port import SearchEngine
from imfact.bundled.newsroom.server import Newsroom
from imfact.clients.ai import AiClient
from imfact.clients.gateway import GatewayClient, ReaderClient
from imfact.clients.transport import ServiceConnection, in_process_transport
from imfact.contracts.model import ModelVersion
from imfact.contracts.policy import Policy
from imfact.contracts.runs import Manifest, StageName
from imfact.contracts.search import SearchDocument
from imfact.contracts.source import Source
from imfact.kit.clock import Clock, utc_now
from imfact.kit.errors import ConfigError
from imfact.kit.ids import new_run_id
from imfact.lake.stage_io import StageContext, StageFunction, StageOutput
from imfact.pipeline.crawl import stage as crawl
from imfact.pipeline.embed import stage as embed
from imfact.pipeline.enrich import stage as enrich
from imfact.pipeline.index import stage as index
from imfact.pipeline.index.build import rebuild
from imfact.pipeline.index.documents import with_vectors
from imfact.pipeline.load import stage as load
from imfact.pipeline.refine import stage as refine
from imfact.pipeline.refine.article import Limits
from imfact.policy.defaults import install_defaults
from imfact.policy.loading import load_policy, load_sources, require_agreement
from imfact.registry.calibration import read_calibration
from imfact.registry.golden import verify_classifier, verify_encoder
from imfact.registry.install import install_bundled
from imfact.registry.names import ModelKind
from imfact.registry.pointer import current_version
from imfact.registry.versions import materialise
from imfact.services.ai.app import create_app as create_ai_app
from imfact.services.ai.engine import JudgingEngine
from imfact.services.gateway.app import create_app
from imfact.services.gateway.db.database import Database
from imfact.services.gateway.db.opening import open_database
from imfact.services.gateway.db.schema import upgrade
from imfact.services.gateway.internal_app import create_internal_app
from imfact.services.gateway.parts import GatewayParts
from imfact.settings import Settings
from imfact.store.objects import ObjectStore


class _Closable(Protocol):
    def close(self) -> None: ...


Closing = TypeVar("Closing", bound=_Closable)

# Where a running `imfact newsroom` tells other processes its addresses, below IMFACT_VAR.
_NEWSROOM_FILE = "newsroom.json"
_EPOCH_FILE = "newsroom-epoch.txt"


class House:
    """All parts of one instance, each built at first use and closed in reverse order.

    Raises:
        ConfigError: when a part is first used, where settings, policy or models are unusable.
    """

    def __init__(self, settings: Settings, clock: Clock = utc_now) -> None:
        self.settings = settings
        self.clock = clock
        self._open = ExitStack()

    def close(self) -> None:
        """Close every part that was opened."""
        self._open.close()

    # -- buckets -----------------------------------------------------------------------------

    @cached_property
    def lake(self) -> ObjectStore:
        """The data lake."""
        return ObjectStore.open(self.settings.lake)

    @cached_property
    def models(self) -> ObjectStore:
        """The model registry's bucket, with the bundled versions installed."""
        store = ObjectStore.open(self.settings.models)
        install_bundled(store)
        return store

    @cached_property
    def config(self) -> ObjectStore:
        """The policy's bucket, with the defaults installed."""
        store = ObjectStore.open(self.settings.config)
        install_defaults(store)
        return store

    @cached_property
    def policy(self) -> Policy:
        """The policy in force."""
        return load_policy(self.config)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The policy's sources."""
        return load_sources(self.config)

    # -- models ------------------------------------------------------------------------------

    @cached_property
    def model(self) -> ModelVersion:
        """The clickbait version that the pointer names. Raises ConfigError if routing disagrees."""
        version = current_version(self.models)
        require_agreement(self.policy.routing, version.version)
        return version

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder that the current model requires, verified against its golden outputs."""
        from imfact.adapters.encoder.onnx import OnnxEncoder

        folder = self._materialised("encoder", self.encoder_version)
        encoder = OnnxEncoder(folder, self.settings.threads)
        verify_encoder(folder, encoder)
        return encoder

    @property
    def encoder_version(self) -> str:
        """The version of the encoder in force; does not load it."""
        if self.model.requires_encoder is None:
            raise ConfigError(f"Model {self.model.version} names no encoder; promote another one.")
        return self.model.requires_encoder

    @cached_property
    def engine(self) -> JudgingEngine:
        """Encoder, classifier, policy and summariser, ready to judge."""
        from imfact.adapters.classifier.onnx import OnnxClassifier
        from imfact.adapters.summariser.extractive import ExtractiveSummariser

        folder = self._materialised("clickbait", self.model.version)
        classifier = OnnxClassifier(folder)
        verify_classifier(folder, classifier)
        return JudgingEngine(
            encoder=self.encoder,
            classifier=classifier,
            calibration=read_calibration(folder),
            policy=self.policy,
            summariser=ExtractiveSummariser(),
            trained_on=self.model.trained_on,
            clock=self.clock,
        )

    @cached_property
    def ai(self) -> AiClient:
        """The AI service in this process."""
        connection = ServiceConnection(
            "http://ai",
            setting="IMFACT_MODELS",
            transport=in_process_transport(create_ai_app(self.engine)),
        )
        return self._closing(AiClient(connection))

    # -- data --------------------------------------------------------------------------------

    @cached_property
    def bare_database(self) -> Database:
        """The database as it is, whatever its schema."""
        return self._closing(open_database(self.settings.database))

    @cached_property
    def database(self) -> Database:
        """The database with its schema brought to the newest version."""
        upgrade(self.bare_database)
        return self.bare_database

    @cached_property
    def search(self) -> SearchEngine:
        """The search engine that ``IMFACT_SEARCH`` names."""
        scheme, _, rest = self.settings.search.partition(":")
        aliases = IndexAliases(self.policy.aliases.text, self.policy.aliases.vector)
        engine: SearchEngine
        if scheme == "lancedb" and rest:
            from imfact.adapters.search.lancedb import LanceSearch

            engine = LanceSearch(Path(rest), aliases)
        elif scheme in ("opensearch+http", "opensearch+https") and rest:
            from imfact.adapters.search.opensearch import OpenSearchEngine

            engine = OpenSearchEngine(self.settings.search, aliases)
        else:
            raise ConfigError(
                f"IMFACT_SEARCH={self.settings.search} is not usable; write lancedb:FOLDER or "
                "opensearch+http://HOST:PORT."
            )
        return self._closing(engine)

    # -- gateway -----------------------------------------------------------------------------

    @cached_property
    def gateway(self) -> GatewayClient:
        """The gateway's internal API in this process, with the policy's sources known to it."""
        # Both ends live in this process, so the credential need not outlive it.
        token = secrets.token_urlsafe(32)
        internal = create_internal_app(self.database, token)
        batch = self.policy.batch
        client = GatewayClient(
            ServiceConnection(
                "http://gateway",
                setting="IMFACT_DATABASE",
                token=token,
                transport=in_process_transport(internal),
                attempts=batch.attempts,
                backoff_seconds=batch.backoff_seconds,
            )
        )
        self._closing(client)
        client.put_sources(self.sources)
        return client

    @cached_property
    def reader(self) -> ReaderClient:
        """The public API in this process."""
        return self._closing(
            ReaderClient(
                ServiceConnection(
                    "http://gateway",
                    setting="IMFACT_DATABASE",
                    transport=in_process_transport(create_app(self._gateway_parts(), None)),
                )
            )
        )

    def web_app(self) -> FastAPI:
        """Return the public gateway with the web app's pages, all its parts loaded."""
        self.gateway.put_sources(self.sources)
        self.ai.method()
        web = files("imfact.bundled").joinpath("web")
        return create_app(self._gateway_parts(), Path(str(web)))

    def _gateway_parts(self) -> GatewayParts:
        return GatewayParts(
            database=self.database,
            ai=self.ai,
            search=self.search,
            method=self.ai.method,
            clock=self.clock,
        )

    # -- pipeline ----------------------------------------------------------------------------

    def stage_context(self) -> StageContext:
        """Return the context of a new run."""
        return StageContext(
            run_id=new_run_id(self.clock()),
            lake=self.lake,
            clock=self.clock,
            progress=lambda _done, _total: None,
        )

    def stage_functions(self) -> Mapping[StageName, StageFunction]:
        """Return each stage with its parts; parts are opened when their stage begins."""
        return {
            "crawl": self._crawl,
            "refine": self._refine,
            "load": self._load,
            "embed": self._embed,
            "enrich": self._enrich,
            "index": self._index,
        }

    def _crawl(self, manifest: Manifest, context: StageContext) -> StageOutput:
        return crawl.run(
            manifest,
            context,
            lake_url=self.settings.lake,
            sources=self.sources,
            page_limit_bytes=self.policy.batch.page_limit_bytes,
            host_overrides=self.newsroom_addresses(),
        )

    def _refine(self, manifest: Manifest, context: StageContext) -> StageOutput:
        batch = self.policy.batch
        limits = Limits(batch.page_limit_bytes, batch.minimum_body_characters)
        return refine.run(
            manifest, context, gateway=self.gateway, sources=self.sources, limits=limits
        )

    def _load(self, manifest: Manifest, context: StageContext) -> StageOutput:
        return load.run(manifest, context, gateway=self.gateway, batch=self.policy.batch.load_batch)

    def _embed(self, manifest: Manifest, context: StageContext) -> StageOutput:
        if not manifest.entries:
            return StageOutput((), ())
        return embed.run(
            manifest,
            context,
            gateway=self.gateway,
            encoder=self.encoder,
            batch=self.policy.batch.embed_batch,
        )

    def _enrich(self, manifest: Manifest, context: StageContext) -> StageOutput:
        return enrich.run(
            manifest,
            context,
            gateway=self.gateway,
            ai=self.ai,
            encoder_version=self.encoder_version,
            batch=self.policy.batch.enrich_batch,
        )

    def _index(self, manifest: Manifest, context: StageContext) -> StageOutput:
        return index.run(
            manifest,
            context,
            gateway=self.gateway,
            engine=self.search,
            encoder_version=self.encoder_version,
            batch=self.policy.batch.index_batch,
        )

    def rebuild_index(self) -> int:
        """Build all indices anew, swap them in, return the new version. Articles without vectors stay out."""
        rows = self.gateway.all_documents(self.encoder_version)
        documents = (
            doc for _, doc in with_vectors(self.lake, rows) if isinstance(doc, SearchDocument)
        )
        return rebuild(self.search, documents, self.policy.batch.index_batch)

    # -- sample newsroom ---------------------------------------------------------------------

    @contextmanager
    def sample_newsroom(self, base_port: int) -> Iterator[Newsroom]:
        """Serve the bundled newsroom and let other processes of this instance find it.

        Raises:
            ConfigError: a port is taken.
        """
        try:
            newsroom = Newsroom(base_port, self._newsroom_epoch()).start()
        except OSError as exc:
            raise ConfigError(f"Ports {base_port} to {base_port + 2} are not free: {exc}") from exc
        note = self.settings.var / _NEWSROOM_FILE
        note.write_text(json.dumps(dict(newsroom.overrides)), "utf-8")
        try:
            yield newsroom
        finally:
            note.unlink(missing_ok=True)
            newsroom.stop()

    def newsroom_addresses(self) -> Mapping[str, str]:
        """Return host → address of the newsroom that runs on this instance, empty where none does."""
        note = self.settings.var / _NEWSROOM_FILE
        try:
            return {str(k): str(v) for k, v in json.loads(note.read_text("utf-8")).items()}
        except (OSError, ValueError):
            return {}

    def _newsroom_epoch(self) -> datetime:
        """Return the hour of this instance's first newsroom: its pages must not change by themselves."""
        note = self.settings.var / _EPOCH_FILE
        if not note.exists():
            note.parent.mkdir(parents=True, exist_ok=True)
            hour = self.clock().replace(minute=0, second=0, microsecond=0)
            note.write_text(hour.isoformat(), "utf-8")
        return datetime.fromisoformat(note.read_text("utf-8"))

    # -- inside ------------------------------------------------------------------------------

    def _materialised(self, kind: ModelKind, version: str) -> Path:
        return materialise(self.models, kind, version, self.settings.var / "cache")

    def _closing(self, part: Closing) -> Closing:
        self._open.callback(part.close)
        return part
