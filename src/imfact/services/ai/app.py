"""The AI service's HTTP side: contracts in and out; what is judged and how is the service's."""

from __future__ import annotations

import time

import numpy as np
from fastapi import FastAPI

from imfact import __version__
from imfact.adapters.metrics.port import Metrics
from imfact.contracts.ai_api import (
    AssessBatch,
    AssessedBatch,
    EmbedBatch,
    EmbeddedBatch,
    pack_vectors,
)
from imfact.contracts.public_api import Health, Method
from imfact.services.ai.engine import JudgingEngine
from imfact.services.ai.holder import ModelHolder
from imfact.services.ai.service import JudgingService
from imfact.services.measuring import requests_into, verdicts_into
from imfact.services.middleware import RequestMiddleware
from imfact.services.problems import install_problems, problems


def create_app(judging: JudgingService | JudgingEngine, metrics: Metrics | None = None) -> FastAPI:
    """Return the private API over a service, or over one engine that never changes.

    Routes only await: the work is done in the service's threads, so that the loop stays free to
    take, refuse and answer other requests.
    """
    service = (
        judging
        if isinstance(judging, JudgingService)
        else JudgingService(ModelHolder.fixed(judging))
    )
    app = FastAPI(title="imfact ai", version=__version__, docs_url=None, redoc_url=None)
    install_problems(app)
    app.add_middleware(RequestMiddleware, answered=requests_into(metrics, "ai"))

    @app.post("/v1/assess", operation_id="assess", responses=problems())
    async def assess(batch: AssessBatch) -> AssessedBatch:
        """Judge headlines; one verdict an item, in the order sent."""
        started = time.perf_counter()
        items = await service.assess(batch.items, reasons=batch.reasons)
        seconds = time.perf_counter() - started
        verdicts_into(metrics, (item.assessment.band for item in items), seconds)
        return AssessedBatch(items=items)

    @app.post("/v1/embed", operation_id="embed", responses=problems())
    async def embed(batch: EmbedBatch) -> EmbeddedBatch:
        """Encode texts; one row a text."""
        version, dimension, rows = await service.embed(batch.texts, batch.kind)
        vectors = np.stack(rows) if rows else np.empty((0, dimension), dtype=np.float32)
        return EmbeddedBatch(
            encoder_version=version, dimension=dimension, vectors=pack_vectors(vectors)
        )

    @app.get("/v1/method", operation_id="method", responses=problems())
    async def method() -> Method:
        """Say what the verdicts in force rest on."""
        return service.holder.serving.current.method()

    @app.get("/health", operation_id="health", responses=problems())
    async def health() -> Health:
        """Say which versions answered their golden inputs and judge; 503 before any did.

        ``refused`` tells what pointer, routing or policy ask for and why it is not in force; the
        service is no less ready for that.
        """
        serving = service.holder.serving
        in_force = serving.current.method()
        parts = {
            "classifier": in_force.model_version,
            "encoder": in_force.encoder_version,
            "policy": in_force.policy_version,
        }
        if serving.candidate is not None:
            parts["candidate"] = serving.candidate.model_version
        if service.holder.trouble is not None:
            parts["refused"] = service.holder.trouble
        return Health(status="ok", parts=parts)

    @app.get("/health/live", operation_id="live")
    async def live() -> Health:
        """Say that the process answers, whether it can judge yet or not."""
        return Health(status="ok", parts={})

    return app
