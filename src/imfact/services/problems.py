"""Every failure as RFC 9457 problem+json, and how OpenAPI says so."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from imfact.contracts.public_api import Problem
from imfact.kit.errors import DataError, ImfactError, TransientError

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5

_log = structlog.get_logger(__name__)


class InvalidRequest(DataError):
    """The request itself is wrong; sending it again changes nothing."""

    code = "invalid_request"
    http_status = 400


def problem(status: int, code: str, detail: str, request_id: str) -> Response:
    """Return the problem as a response."""
    body = Problem(
        type=f"urn:imfact:problem:{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        code=code,
        request_id=request_id,
    )
    return Response(body.model_dump_json(), status, media_type=MEDIA_TYPE)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what ``responses=`` needs for these statuses and the ones every route has."""
    return {status: {"model": Problem} for status in sorted({*statuses, 422, 500, 503})}


def install_problems(app: FastAPI) -> None:
    """Answer every error of ``app`` with a problem, and declare it in its OpenAPI."""
    app.add_exception_handler(ImfactError, _on_imfact_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http_error)
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        fresh = app.openapi_schema is None
        document = plain()
        if fresh:
            _declare_media_type(document)
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI documents this way of extending it


def request_id_of(request: Request) -> str:
    """Return the id that the middleware gave the request."""
    return str(request.scope.get("request_id", ""))


def _on_imfact_error(request: Request, exc: Exception) -> Response:
    assert isinstance(exc, ImfactError)  # noqa: S101 - registered for this class only
    if isinstance(exc, TransientError):
        # Where it happened says nothing: a part is away, and every attempt would tell it again.
        _log.error("request_failed", code=exc.code, reason=exc.message, **exc.context)
    elif exc.http_status >= 500:
        _log.error("request_failed", code=exc.code, exc_info=exc, **exc.context)
    else:
        _log.info("request_refused", code=exc.code, **exc.context)
    response = problem(exc.http_status, exc.code, exc.message, request_id_of(request))
    if isinstance(exc, TransientError):
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _on_invalid(request: Request, exc: Exception) -> Response:
    assert isinstance(exc, RequestValidationError)  # noqa: S101 - registered for this class only
    faults = "; ".join(
        f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
        for fault in exc.errors()[:5]
    )
    return problem(422, "invalid_request", faults, request_id_of(request))


def _on_http_error(request: Request, exc: Exception) -> Response:
    assert isinstance(exc, HTTPException)  # noqa: S101 - registered for this class only
    code = HTTPStatus(exc.status_code).name.lower()
    response = problem(exc.status_code, code, str(exc.detail), request_id_of(request))
    response.headers.update(exc.headers or {})
    return response


def _declare_media_type(document: dict[str, Any]) -> None:
    """Move problems from application/json to their own media type."""
    for path in document["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                if status >= "400" and "application/json" in response.get("content", {}):
                    response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
