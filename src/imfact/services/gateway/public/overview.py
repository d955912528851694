"""Routes: the newest day, the sources, the method."""

from __future__ import annotations

from collections import Counter
from typing import get_args

from fastapi import APIRouter

from imfact.contracts.assessment import Band
from imfact.contracts.public_api import Method, SourceItem, Today, TodayPoint
from imfact.kit.clock import SEOUL
from imfact.services.gateway.db import overview
from imfact.services.gateway.parts import GatewayParts
from imfact.services.problems import problems


def overview_router(parts: GatewayParts) -> APIRouter:
    """Return the routes over ``parts``."""
    router = APIRouter(tags=["overview"])

    @router.get("/today", operation_id="get_today", responses=problems())
    def get_today() -> Today:
        """Give all judged headlines of the newest day (Asia/Seoul) that has any."""
        with parts.database.transaction() as connection:
            day = overview.newest_day(connection)
            points = [] if day is None else overview.points_of(connection, day)
            sections = overview.sections(connection)
        counted = Counter(point.band for point in points)
        return Today(
            day=day,
            is_today=day == parts.clock().astimezone(SEOUL).date(),
            counts={band: counted[band] for band in get_args(Band)},
            points=tuple(
                TodayPoint(
                    url_hash=point.url_hash,
                    title=point.title,
                    trust=point.trust,
                    band=point.band,
                )
                for point in points
            ),
            sections=sections,
        )

    @router.get("/sources", operation_id="list_sources", responses=problems())
    def list_sources() -> list[SourceItem]:
        """List the outlets, by name."""
        with parts.database.transaction() as connection:
            return overview.sources(connection)

    @router.get("/method", operation_id="get_method", responses=problems())
    def get_method() -> Method:
        """Say what the verdicts in force rest on."""
        return parts.method()

    return router
