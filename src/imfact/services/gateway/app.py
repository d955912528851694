"""The gateway's public application; the internal one is another, with its own listener."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI

from imfact import __version__
from imfact.adapters.metrics.port import Metrics
from imfact.services.body_limit import BodyLimit
from imfact.services.gateway.parts import GatewayParts
from imfact.services.gateway.public.articles import articles_router
from imfact.services.gateway.public.assess import assess_router
from imfact.services.gateway.public.health import health_router
from imfact.services.gateway.public.overview import overview_router
from imfact.services.gateway.public.search import search_router
from imfact.services.gateway.web import install_web
from imfact.services.measuring import requests_into
from imfact.services.middleware import RequestMiddleware
from imfact.services.problems import install_problems

# The longest headline and text that /v1/assess takes, each character escaped as JSON allows.
_MOST_BYTES = 2 * 2**20


def create_app(
    parts: GatewayParts, web_folder: Path | None = None, metrics: Metrics | None = None
) -> FastAPI:
    """Return the public API over ``parts``, and the pages of the web app in ``web_folder``.

    It notes its requests in ``metrics`` and never shows them; see ``operators``.
    """
    app = FastAPI(
        title="imfact",
        version=__version__,
        summary="How far a Korean headline can be trusted, with reasons.",
        openapi_url="/v1/openapi.json",
        docs_url=None,  # its page loads scripts from elsewhere, which our own policy forbids
        redoc_url=None,
    )
    install_problems(app)
    app.add_middleware(BodyLimit, most=_MOST_BYTES)
    app.add_middleware(RequestMiddleware, answered=requests_into(metrics, "gateway"))
    for router in (
        articles_router(parts),
        search_router(parts),
        assess_router(parts),
        overview_router(parts),
    ):
        app.include_router(router, prefix="/v1")
    app.include_router(health_router(parts))
    install_web(app, web_folder)
    return app
