"""Routes: list articles, one article, look one up by its URL."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request, Response

from imfact.contracts.assessment import Band
from imfact.contracts.public_api import ArticleDetail, ArticlePage, Fold, Sort
from imfact.contracts.search import SearchFilters
from imfact.kit.errors import NotFoundError
from imfact.kit.ids import SOURCE_PATTERN, URL_HASH_PATTERN
from imfact.kit.urls import InvalidUrl, normalise_url
from imfact.kit.urls import url_hash as hash_of
from imfact.services.gateway.cursors import seal, unseal
from imfact.services.gateway.db import listing
from imfact.services.gateway.db.order import Position
from imfact.services.gateway.db.relatives import NONE, relatives_of
from imfact.services.gateway.parts import GatewayParts
from imfact.services.gateway.present import to_detail, to_item
from imfact.services.problems import InvalidRequest, problems

SourceFilter = Annotated[
    str | None, Query(pattern=SOURCE_PATTERN, description="Slug of a source, as in /v1/sources.")
]
SectionFilter = Annotated[
    str | None, Query(max_length=100, pattern=r"^[^\x00]+$", description="Section, word for word.")
]
BandFilter = Annotated[Band | None, Query(description="Only headlines judged so.")]
FoldChoice = Annotated[
    Fold,
    Query(
        description="`all`: one row a story, and of a copy group the original (or the earliest "
        "that fits the filters). `copies`: copies only. `none`: every article is a row."
    ),
]
Cursor = Annotated[
    str | None,
    Query(max_length=8_192, description="`next` of the page before, with the same filters."),
]


class ArticleNotFound(NotFoundError):
    """No such article, or its rights forbid to show it."""

    code = "article_not_found"


class BadUrl(InvalidRequest):
    """Not a URL that an article can have."""

    code = "invalid_url"


def articles_router(parts: GatewayParts) -> APIRouter:
    """Return the routes over ``parts``."""
    router = APIRouter(tags=["articles"])

    @router.get("/articles", operation_id="list_articles", responses=problems(400))
    def list_articles(
        request: Request,
        response: Response,
        band: BandFilter = None,
        source: SourceFilter = None,
        section: SectionFilter = None,
        sort: Annotated[
            Sort, Query(description="The two by trust hold judged headlines only.")
        ] = "newest",
        fold: FoldChoice = "all",
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
        cursor: Cursor = None,
    ) -> ArticlePage:
        """List articles, newest or by trust; pages are followed by `next` or the Link header.

        Copies and stories fold under one row each, whatever page they would fall on. A folded
        list stays as it was at its first page: articles that arrive later are seen in a new one.
        """
        filters = SearchFilters(source=source, section=section, band=band)
        scope = {"listing": "articles", "sort": sort, "fold": fold, **filters.model_dump()}
        after, as_of = (None, None) if cursor is None else _read(unseal(cursor, scope)[0])
        with parts.database.transaction() as connection:
            if as_of is None and fold != "none":
                as_of = listing.moment(connection)
            found = listing.page(connection, filters, sort, fold, after, limit + 1, as_of)
            more, found = len(found) > limit, found[:limit]
            relatives = relatives_of(connection, [one.url_hash for one in found])
        following = None
        if more:
            following = seal(_written(found[-1], as_of), scope)
            response.headers["Link"] = next_link(request, following)
        items = tuple(to_item(one, relatives.get(one.url_hash, NONE)) for one in found)
        return ArticlePage(items=items, next=following)

    @router.get(
        "/articles/{url_hash}",
        operation_id="get_article",
        response_model=ArticleDetail,
        responses={
            **problems(404),
            304: {"description": "Not changed since the ETag given in If-None-Match."},
        },
    )
    def get_article(
        url_hash: Annotated[str, Path(pattern=URL_HASH_PATTERN)],
        if_none_match: Annotated[str | None, Header()] = None,
    ) -> Response:
        """Give one article with its verdict, evidence, summary and headline history."""
        return _answer(_detail(parts, url_hash), if_none_match)

    @router.get("/lookup", operation_id="lookup_article", responses=problems(400, 404))
    def lookup_article(
        url: Annotated[str, Query(description="Any form of the article's address.")],
    ) -> ArticleDetail:
        """Find an article by its address, whatever tracking parameters it carries."""
        try:
            return _detail(parts, hash_of(normalise_url(url)))
        except InvalidUrl as exc:
            raise BadUrl(exc.message, **exc.context) from exc

    return router


def next_link(request: Request, cursor: str) -> str:
    """Return the Link header's value for the next page of ``request``."""
    url = request.url.include_query_params(cursor=cursor)
    return f'<{url.path}?{url.query}>; rel="next"'


def _detail(parts: GatewayParts, url_hash: str) -> ArticleDetail:
    with parts.database.transaction() as connection:
        stored = listing.one(connection, url_hash)
        relatives = relatives_of(connection, [url_hash])
    if stored is None:
        raise ArticleNotFound("There is no such article here.", url_hash=url_hash)
    return to_detail(stored, relatives.get(url_hash, NONE))


def _answer(detail: ArticleDetail, if_none_match: str | None) -> Response:
    body = detail.model_dump_json().encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    given = {part.strip().removeprefix("W/") for part in (if_none_match or "").split(",")}
    if given & {tag, "*"}:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


# Any: what a cursor carries is JSON.
def _written(last: listing.ListedArticle, as_of: datetime | None) -> dict[str, Any]:
    return {
        "h": last.url_hash,
        "at": last.sort_at.isoformat(),
        "t": None if last.assessment is None else last.assessment.trust,
        "as_of": None if as_of is None else as_of.isoformat(),
    }


def _read(position: dict[str, Any]) -> tuple[Position, datetime | None]:
    as_of = position["as_of"]
    return (
        Position(position["h"], datetime.fromisoformat(position["at"]), position["t"]),
        None if as_of is None else datetime.fromisoformat(as_of),
    )
