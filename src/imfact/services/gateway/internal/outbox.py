"""Routes: which articles' search documents changed, for whoever keeps the indices."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from imfact.contracts.internal_api import OutboxPage, Written
from imfact.services.gateway.db import outbox
from imfact.services.gateway.db.database import Database
from imfact.services.problems import problems


def outbox_router(database: Database) -> APIRouter:
    """Return the routes over ``database``."""
    router = APIRouter(tags=["outbox"])

    @router.get("/outbox", operation_id="read_outbox", responses=problems(401))
    def read_outbox(
        after: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=0, le=5_000)] = 1_000,
    ) -> OutboxPage:
        """Give the changes behind an id, oldest first; ``limit=0`` only says how far they reach."""
        with database.transaction() as connection:
            return outbox.read(connection, after, limit)

    @router.delete("/outbox", operation_id="prune_outbox", responses=problems(401))
    def prune_outbox(
        below: Annotated[int, Query(ge=0)],
        kept_hours: Annotated[int, Query(ge=0, le=100_000)] = 168,
    ) -> Written:
        """Delete changes below an id that every index holds, once they are old."""
        with database.transaction() as connection:
            return Written(written=outbox.prune(connection, below, kept_hours))

    return router
