"""The OpenAPI documents, made without a database, an engine or a model."""

from __future__ import annotations

from typing import Any, cast

from imfact.services.gateway.app import create_app
from imfact.services.gateway.db.database import Database
from imfact.services.gateway.internal_app import create_internal_app
from imfact.services.gateway.parts import GatewayParts


def public_openapi() -> dict[str, Any]:
    """Return the document of /v1."""
    # Routes touch their parts when they are called, never when they are declared.
    return create_app(cast("GatewayParts", None)).openapi()


def internal_openapi() -> dict[str, Any]:
    """Return the document of /internal/v1."""
    return create_internal_app(cast("Database", None), "not served").openapi()
