"""Routes: write where vectors lie and what was judged, read what the index needs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from imfact.contracts.internal_api import (
    AssessmentsUpsert,
    DocumentsQuery,
    EmbeddingsFound,
    EmbeddingsQuery,
    EmbeddingsUpsert,
    IndexDocuments,
    StandingVerdicts,
    Written,
)
from imfact.kit.ids import URL_HASH_PATTERN
from imfact.services.gateway.db import assessments, documents, embeddings, standing
from imfact.services.gateway.db.database import Database
from imfact.services.problems import problems


def judgements_router(database: Database) -> APIRouter:
    """Return the routes over ``database``."""
    router = APIRouter(tags=["judgements"])

    @router.put("/embeddings", operation_id="put_embeddings", responses=problems(401))
    def put_embeddings(body: EmbeddingsUpsert) -> Written:
        """Say where vectors lie; the first writer of a text wins."""
        with database.transaction() as connection:
            return Written(written=embeddings.put(connection, body.items))

    @router.post("/embeddings/find", operation_id="find_embeddings", responses=problems(401))
    def find_embeddings(body: EmbeddingsQuery) -> EmbeddingsFound:
        """Say where the vectors of texts lie."""
        with database.transaction() as connection:
            return EmbeddingsFound(
                parts=embeddings.find(connection, body.encoder_version, body.text_hashes)
            )

    @router.put("/assessments", operation_id="put_assessments", responses=problems(401))
    def put_assessments(body: AssessmentsUpsert) -> Written:
        """Write verdicts; one becomes current if it judged the text that the article has now."""
        with database.transaction() as connection:
            return Written(written=assessments.put(connection, body.items))

    @router.get("/assessments", operation_id="list_assessments", responses=problems(401))
    def list_assessments(
        after: Annotated[str | None, Query(pattern=URL_HASH_PATTERN)] = None,
        limit: Annotated[int, Query(ge=1, le=1_000)] = 500,
        but_not_model: Annotated[str | None, Query(max_length=200)] = None,
        but_not_encoder: Annotated[str | None, Query(max_length=200)] = None,
        but_not_policy: Annotated[str | None, Query(max_length=200)] = None,
    ) -> StandingVerdicts:
        """Say by which versions articles were judged, page by page.

        Those judged by all three versions named are left out; naming fewer leaves nothing out.
        """
        but_not = None
        if but_not_model and but_not_encoder and but_not_policy:
            but_not = (but_not_model, but_not_encoder, but_not_policy)
        with database.transaction() as connection:
            items = standing.page(connection, after, limit, but_not)
        following = items[-1].url_hash if len(items) == limit else None
        return StandingVerdicts(items=items, next=following)

    @router.post("/documents", operation_id="find_documents", responses=problems(401))
    def find_documents(body: DocumentsQuery) -> IndexDocuments:
        """Give what the index needs of some articles."""
        with database.transaction() as connection:
            return IndexDocuments(
                items=documents.by_hashes(connection, body.hashes, body.encoder_version)
            )

    @router.get("/documents", operation_id="list_documents", responses=problems(401))
    def list_documents(
        after: Annotated[str | None, Query(pattern=URL_HASH_PATTERN)] = None,
        limit: Annotated[int, Query(ge=1, le=1_000)] = 500,
        encoder_version: Annotated[str | None, Query(max_length=200)] = None,
    ) -> IndexDocuments:
        """Give what the index needs of all articles, page by page."""
        with database.transaction() as connection:
            items = documents.page(connection, after, limit, encoder_version)
        return IndexDocuments(items=items, next=items[-1].url_hash if len(items) == limit else None)

    return router
