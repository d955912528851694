"""The gateway's internal application: how batch writes; on a listener that is never public."""

from __future__ import annotations

from fastapi import Depends, FastAPI

from imfact import __version__
from imfact.adapters.metrics.port import Metrics
from imfact.services.gateway.db.database import Database
from imfact.services.gateway.internal.articles import articles_router
from imfact.services.gateway.internal.credentials import token_check
from imfact.services.gateway.internal.groups import groups_router
from imfact.services.gateway.internal.judgements import judgements_router
from imfact.services.gateway.internal.outbox import outbox_router
from imfact.services.measuring import requests_into
from imfact.services.middleware import RequestMiddleware
from imfact.services.problems import install_problems


def create_internal_app(
    database: Database, service_token: str, metrics: Metrics | None = None
) -> FastAPI:
    """Return the internal API over ``database``, open to holders of ``service_token`` only."""
    if not service_token:
        raise ValueError("an empty service token would let everybody in")
    app = FastAPI(
        title="imfact internal",
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(token_check(service_token))],
    )
    install_problems(app)
    app.add_middleware(RequestMiddleware, answered=requests_into(metrics, "internal"))
    app.include_router(articles_router(database), prefix="/internal/v1")
    app.include_router(groups_router(database), prefix="/internal/v1")
    app.include_router(judgements_router(database), prefix="/internal/v1")
    app.include_router(outbox_router(database), prefix="/internal/v1")
    return app
