"""An application of ours as a Lambda handler: API Gateway's event in, its answer out."""

from __future__ import annotations

import base64
import binascii
from typing import Any
from urllib.parse import urlencode

import httpx2
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from imfact.clients.transport import in_process_transport
from imfact.kit.errors import ContractError

# Any: JSON as Lambda hands it over and takes it back.
Event = dict[str, Any]

_TEXT = ("application/json", "application/problem+json", "text/")


class _Http(BaseModel):
    model_config = ConfigDict(extra="ignore")

    method: str
    path: str


class _Context(BaseModel):
    model_config = ConfigDict(extra="ignore")

    http: _Http | None = None
    stage: str = ""


class _ApiEvent(BaseModel):
    """Payload format 2.0 (HTTP API, function URL) and 1.0 (REST API, load balancer)."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    context: _Context = Field(default_factory=_Context, alias="requestContext")
    raw_path: str | None = Field(default=None, alias="rawPath")
    raw_query: str = Field(default="", alias="rawQueryString")
    method: str | None = Field(default=None, alias="httpMethod")
    path: str | None = None
    query: dict[str, str] | None = Field(default=None, alias="queryStringParameters")
    queries: dict[str, list[str]] | None = Field(
        default=None, alias="multiValueQueryStringParameters"
    )
    headers: dict[str, str] | None = None
    many_headers: dict[str, list[str]] | None = Field(default=None, alias="multiValueHeaders")
    body: str | None = None
    encoded: bool = Field(default=False, alias="isBase64Encoded")

    @property
    def wants_many(self) -> bool:
        """Whether the answer's headers must be lists, as a load balancer asks by sending lists only."""
        return self.headers is None and self.many_headers is not None

    def request(self) -> httpx2.Request:
        http = self.context.http
        method = self.method if http is None else http.method
        path = self.path if self.raw_path is None else self.raw_path
        if method is None or path is None:
            raise ContractError("The event names no method or no path; it is no API event.")
        if self.raw_path is not None and self.context.stage not in ("", "$default"):
            path = path.removeprefix(f"/{self.context.stage}") or "/"
        values = self.queries or self.query or {}
        query = self.raw_query if self.raw_path is not None else urlencode(values, doseq=True)
        body = (self.body or "").encode("utf-8", "replace")
        given = self.many_headers or {name: [one] for name, one in (self.headers or {}).items()}
        headers = [
            (name, value)
            for name, each in given.items()
            if name.lower() not in ("content-length", "host", "transfer-encoding")
            for value in each
        ]
        return httpx2.Request(
            method,
            httpx2.URL("http://lambda", raw_path=f"{path}?{query}".rstrip("?").encode()),
            headers=headers,
            content=base64.b64decode(body, validate=True) if self.encoded else body,
        )


class ApiEvents:
    """Answers API events by an ASGI application, as it answers HTTP; keeps its event loop between calls."""

    # Any: ASGI applications of every framework have signatures of their own.
    def __init__(self, app: Any) -> None:
        self._transport = in_process_transport(app)

    def answer(self, event: Event) -> Event:
        """Return the response to ``event`` in the form that API Gateway expects.

        Raises:
            ContractError: it is no API event.
        """
        try:
            parsed = _ApiEvent.model_validate(event)
            request = parsed.request()
        except (ValidationError, binascii.Error, httpx2.InvalidURL) as exc:
            raise ContractError(f"This is no API event: {exc}") from exc
        response = self._transport.handle_request(request)
        is_text = response.headers.get("content-type", "").startswith(_TEXT)
        body = response.content
        headers = dict(response.headers)
        return {
            "statusCode": response.status_code,
            **(
                {"multiValueHeaders": {name: [value] for name, value in headers.items()}}
                if parsed.wants_many
                else {"headers": headers}
            ),
            "body": body.decode("utf-8") if is_text else base64.b64encode(body).decode("ascii"),
            "isBase64Encoded": not is_text,
        }

    def close(self) -> None:
        """Stop the event loop."""
        self._transport.close()
