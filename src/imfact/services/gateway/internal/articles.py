"""Routes: write sources and articles, take articles down."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from imfact.contracts.internal_api import (
    ArticlesUpsert,
    ArticlesUpserted,
    ExportedArticles,
    SourcesUpsert,
    TextsInUse,
    TextsQuery,
    TombstonesAnswer,
    TombstonesPut,
    Written,
)
from imfact.kit.ids import SOURCE_PATTERN, URL_HASH_PATTERN
from imfact.services.gateway.db import exports, tombstones, upserts
from imfact.services.gateway.db.database import Database
from imfact.services.problems import problems


def articles_router(database: Database) -> APIRouter:
    """Return the routes over ``database``."""
    router = APIRouter(tags=["articles"])

    @router.put("/sources", operation_id="put_sources", responses=problems(401))
    def put_sources(body: SourcesUpsert) -> Written:
        """Insert or replace sources; none is deleted."""
        with database.transaction() as connection:
            return Written(written=upserts.put_sources(connection, body.sources))

    @router.put("/articles", operation_id="put_articles", responses=problems(401, 409))
    def put_articles(body: ArticlesUpsert) -> ArticlesUpserted:
        """Write articles in one transaction; sending the same again changes nothing."""
        with database.transaction() as connection:
            return ArticlesUpserted(
                items=tuple(upserts.put_articles(connection, body.items, body.run_id))
            )

    @router.get("/articles", operation_id="export_articles", responses=problems(401))
    def export_articles(
        after: Annotated[str | None, Query(pattern=URL_HASH_PATTERN)] = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 200,
        source: Annotated[str | None, Query(pattern=SOURCE_PATTERN)] = None,
    ) -> ExportedArticles:
        """Give whole articles, page by page; only those whose rights allow an export."""
        with database.transaction() as connection:
            items = exports.page(connection, after, limit, source)
        following = items[-1].url_hash if len(items) == limit else None
        return ExportedArticles(items=items, next=following)

    @router.put("/tombstones", operation_id="put_tombstones", responses=problems(401))
    def put_tombstones(body: TombstonesPut) -> Written:
        """Take articles down: their rows are deleted, and they are refused ever after."""
        with database.transaction() as connection:
            return Written(written=tombstones.put(connection, body.items))

    @router.get("/tombstones", operation_id="list_tombstones", responses=problems(401))
    def list_tombstones() -> TombstonesAnswer:
        """Name everything that was taken down."""
        with database.transaction() as connection:
            return TombstonesAnswer(items=tombstones.all_of_them(connection))

    @router.post("/articles/texts-in-use", operation_id="find_texts", responses=problems(401))
    def find_texts_in_use(body: TextsQuery) -> TextsInUse:
        """Say which texts some article has, or had in an earlier revision."""
        with database.transaction() as connection:
            return TextsInUse(text_hashes=tombstones.in_use(connection, body.hashes, body.but_not))

    return router
