"""Routes: signatures, what may belong together, and the groups that were found."""

from __future__ import annotations

from fastapi import APIRouter

from imfact.contracts.groups_api import (
    GroupArticles,
    GroupArticlesQuery,
    GroupsPut,
    Neighbours,
    NeighboursQuery,
    SignaturesUpsert,
)
from imfact.contracts.internal_api import Written
from imfact.services.gateway.db import groups, neighbours
from imfact.services.gateway.db.database import Database
from imfact.services.problems import problems


def groups_router(database: Database) -> APIRouter:
    """Return the routes over ``database``."""
    router = APIRouter(tags=["groups"])

    @router.put("/groups/signatures", operation_id="put_signatures", responses=problems(401))
    def put_signatures(body: SignaturesUpsert) -> Written:
        """Write the bands of texts; those of articles that are gone are passed over."""
        with database.transaction() as connection:
            return Written(written=groups.put_signatures(connection, body.items))

    @router.post("/groups/neighbours", operation_id="find_neighbours", responses=problems(401))
    def find_neighbours(body: NeighboursQuery) -> Neighbours:
        """Name all articles that may be copies or tellings with some."""
        with database.transaction() as connection:
            return Neighbours(
                url_hashes=neighbours.find(
                    connection, body.hashes, body.story_hours, body.copy_days
                )
            )

    @router.post("/groups/articles", operation_id="find_group_articles", responses=problems(401))
    def find_group_articles(body: GroupArticlesQuery) -> GroupArticles:
        """Give what grouping needs of some articles."""
        with database.transaction() as connection:
            return GroupArticles(
                items=neighbours.articles(connection, body.hashes, body.encoder_version)
            )

    @router.put("/groups", operation_id="put_groups", responses=problems(401))
    def put_groups(body: GroupsPut) -> Written:
        """Write copy groups and stories in one transaction; the same again changes nothing."""
        with database.transaction() as connection:
            return Written(written=groups.put(connection, body.items))

    return router
