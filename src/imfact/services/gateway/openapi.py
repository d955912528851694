"""The OpenAPI documents, made without a database, an engine or a model."""

from __future__ import annotations

from typing import Any, cast

from imfact.services.gateway.app import create_app
from imfact.services.gateway.parts import GatewayParts

# Routes touch their parts when they are called, never when they are declared.
_NO_PARTS = cast("GatewayParts", None)


def public_openapi() -> dict[str, Any]:
    """Return the document of /v1."""
    return create_app(_NO_PARTS).openapi()
