"""All parts of one instance, each built once from the settings; alone in naming concrete adapters."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Protocol, TypeVar

from fastapi import FastAPI

from imfact.adapters.encoder.port import Encoder
from imfact.adapters.metrics.port import Metrics
from imfact.adapters.search.names import IndexAliases
from imfact.adapters.search.port import SearchEngine
from imfact.bootstrap.judging import Engines, encoder_of
from imfact.clients.ai import AiClient
from imfact.clients.api_events import ApiEvents
from imfact.clients.gateway import GatewayClient, ReaderClient
from imfact.clients.transport import ServiceConnection, in_process_transport
from imfact.contracts.model import ModelVersion
from imfact.contracts.policy import Policy
from imfact.contracts.source import Source
from imfact.kit.clock import Clock, utc_now
from imfact.kit.errors import ConfigError, ImfactError
from imfact.kit.ids import new_run_id
from imfact.lake.shadow import ShadowScore, write_scores
from imfact.lake.stage_io import StageContext
from imfact.policy.current import CurrentPolicy
from imfact.policy.defaults import install_defaults
from imfact.policy.loading import load_sources, require_agreement
from imfact.registry.install import install_bundled
from imfact.registry.pointer import current_version
from imfact.services.ai.app import create_app as create_ai_app
from imfact.services.ai.batching import BatchLimits
from imfact.services.ai.cache import VerdictCache
from imfact.services.ai.holder import ModelHolder
from imfact.services.ai.service import JudgingService
from imfact.services.ai.shadow import Shadow
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

    @cached_property
    def metrics(self) -> Metrics:
        """Where figures go, as ``IMFACT_METRICS`` names it; what waits is sent at the end."""
        metrics: Metrics
        scheme = self.settings.metrics.partition(":")[0]
        if scheme == "prometheus":
            from imfact.adapters.metrics.prometheus import PrometheusMetrics

            metrics = PrometheusMetrics()
        elif scheme == "emf":
            from imfact.adapters.metrics.emf import EmfMetrics

            metrics = EmfMetrics()
        else:
            from imfact.adapters.metrics.null import NullMetrics

            metrics = NullMetrics()
        self._open.callback(metrics.flush)
        return metrics

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
    def current_policy(self) -> CurrentPolicy:
        """Gives the policy in force, now and after the next publication."""
        return CurrentPolicy(self.config)

    @property
    def policy(self) -> Policy:
        """The policy in force; ask again rather than keep it."""
        return self.current_policy()

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
    def engines(self) -> Engines:
        """Opens engines and encoders of any version."""
        return Engines(self)

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder that the current model requires, verified against its golden outputs."""
        return self.engines.encoder(self.encoder_version)

    @property
    def encoder_version(self) -> str:
        """The version of the encoder in force; does not load it."""
        return encoder_of(self.model)

    @cached_property
    def judging(self) -> JudgingService:
        """The AI service without HTTP, its models loaded and verified."""
        service = self.judging_unloaded
        service.holder.refresh()
        return service

    @cached_property
    def judging_unloaded(self) -> JudgingService:
        """The same, which answers 503 while no model is usable."""
        holder = self._closing(ModelHolder(self.engines))
        batch = self.policy.batch
        return self._closing(
            JudgingService(
                holder,
                limits=BatchLimits(
                    batch.judge_batch, batch.judge_wait_milliseconds / 1_000, batch.judge_queue
                ),
                cache=VerdictCache(batch.judge_cache),
                shadow=Shadow(self._write_shadow, holder.counters, self.clock),
                clock=self.clock,
            )
        )

    def ai_app(self) -> FastAPI:
        """Return the AI service, which from now on follows pointer, routing and policy."""
        return self._following(self.judging)

    def _following(self, service: JudgingService) -> FastAPI:
        service.holder.follow(self.policy.batch.follow_seconds)
        return create_ai_app(service, self.metrics)

    def refresh_models(self) -> None:
        """Have the loaded models follow pointer, routing and policy now; a refusal is logged, no failure."""
        if "judging" in self.__dict__:
            with suppress(ImfactError):
                self.judging.holder.refresh()

    @cached_property
    def ai_events(self) -> ApiEvents:
        """The AI service as a Lambda function answers it: with 503 and the reason while no model is usable."""
        events = self._closing(ApiEvents(self._following(self.judging_unloaded)))
        with suppress(ImfactError):  # logged, told by the answers and tried again
            self.judging_unloaded.holder.refresh()
        return events

    @cached_property
    def ai(self) -> AiClient:
        """The AI service in this process, for somebody who waits."""
        return self._ai_client(attempts=4, backoff_seconds=0.2)

    @cached_property
    def batch_ai(self) -> AiClient:
        """The same for stages, which rather wait than defer."""
        batch = self.policy.batch
        return self._ai_client(attempts=batch.attempts, backoff_seconds=batch.backoff_seconds)

    def _ai_client(self, attempts: int, backoff_seconds: float) -> AiClient:
        connection = ServiceConnection(
            "http://ai",
            setting="IMFACT_MODELS",
            transport=in_process_transport(create_ai_app(self.judging, self.metrics)),
            attempts=attempts,
            backoff_seconds=backoff_seconds,
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
        internal = create_internal_app(self.database, token, self.metrics)
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
        self.judging.holder.follow(self.policy.batch.follow_seconds)
        web = files("imfact.bundled").joinpath("web")
        return create_app(self._gateway_parts(), Path(str(web)), self.metrics)

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

    # -- inside ------------------------------------------------------------------------------

    def _write_shadow(self, scores: Sequence[ShadowScore]) -> None:
        write_scores(self.lake, scores, self.clock())

    def _closing(self, part: Closing) -> Closing:
        self._open.callback(part.close)
        return part
