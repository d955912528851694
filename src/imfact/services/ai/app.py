"""The AI service's HTTP side: contracts in and out; what is judged and how is the engine's."""

from __future__ import annotations

import time

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
from imfact.services.measuring import requests_into, verdicts_into
from imfact.services.middleware import RequestMiddleware
from imfact.services.problems import install_problems, problems


def create_app(engine: JudgingEngine, metrics: Metrics | None = None) -> FastAPI:
    """Return the private API over ``engine``. Plain functions, so that work runs in threads."""
    app = FastAPI(title="imfact ai", version=__version__, docs_url=None, redoc_url=None)
    install_problems(app)
    app.add_middleware(RequestMiddleware, answered=requests_into(metrics, "ai"))

    @app.post("/v1/assess", operation_id="assess", responses=problems())
    def assess(batch: AssessBatch) -> AssessedBatch:
        """Judge headlines; one verdict an item, in the order sent."""
        started = time.perf_counter()
        items = engine.assess(batch.items, reasons=batch.reasons)
        seconds = time.perf_counter() - started
        verdicts_into(metrics, (item.assessment.band for item in items), seconds)
        return AssessedBatch(items=tuple(items))

    @app.post("/v1/embed", operation_id="embed", responses=problems())
    def embed(batch: EmbedBatch) -> EmbeddedBatch:
        """Encode texts; one row a text."""
        vectors = engine.embed(batch.texts, batch.kind)
        return EmbeddedBatch(
            encoder_version=engine.encoder_version,
            dimension=vectors.shape[1],
            vectors=pack_vectors(vectors),
        )

    @app.get("/v1/method", operation_id="method", responses=problems())
    def method() -> Method:
        """Say what the verdicts in force rest on."""
        return engine.method()

    @app.get("/health", operation_id="health")
    def health() -> Health:
        """Say that the models are loaded; the service does not start without them."""
        in_force = engine.method()
        return Health(
            status="ok",
            parts={
                "classifier": in_force.model_version,
                "encoder": in_force.encoder_version,
                "policy": in_force.policy_version,
            },
        )

    return app
