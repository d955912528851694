"""Routes: is the process alive, can it serve."""

from __future__ import annotations

from fastapi import APIRouter

from imfact.clients.ai import AiClient
from imfact.contracts.public_api import Health
from imfact.kit.errors import ImfactError
from imfact.services.gateway.parts import GatewayParts
from imfact.services.problems import problems


def health_router(parts: GatewayParts) -> APIRouter:
    """Return the routes over ``parts``."""
    router = APIRouter(prefix="/health", tags=["health"])

    @router.get("/live", operation_id="check_live")
    def check_live() -> Health:
        """Say that the process answers."""
        return Health(status="ok", parts={})

    @router.get("/ready", operation_id="check_ready", responses=problems())
    def check_ready() -> Health:
        """Say that database and search answer; a problem with status 503 names what does not.

        A search index that was never built is said but no failure: the first run builds it. Nor is
        an AI service that is away or refused a version: what was judged can be read.
        """
        parts.database.ping()
        version = parts.search.current()
        search = "no index yet" if version is None else f"index {version}"
        return Health(status="ok", parts={"database": "ok", "search": search, **_models(parts.ai)})

    return router


def _models(ai: AiClient) -> dict[str, str]:
    """Return who judges, and what is asked for but refused."""
    try:
        said = ai.health().parts
    except ImfactError as exc:
        return {"models": f"unavailable: {exc.code}"}
    judging = {"models": said.get("classifier", "unknown")}
    return judging | {name: said[name] for name in ("candidate", "refused") if name in said}
