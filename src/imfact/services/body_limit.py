"""A bound on what a request may send, kept before anything is parsed; for services that anybody may ask."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from imfact.kit.errors import TooLarge
from imfact.services.problems import problem

_WITH_BODY = ("POST", "PUT", "PATCH")


class BodyLimit:
    """Answers 413 where a body is longer than ``most`` bytes, whether its length was announced or not.

    Stands inside ``RequestMiddleware``, which gives the request its id.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["method"] not in _WITH_BODY:
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        body = None
        if not (announced.isdecimal() and int(announced) > self._most):
            body = await self._read(receive)
        if body is None:
            detail = f"A request may hold at most {self._most:,} bytes."
            refusal = problem(
                TooLarge.http_status, TooLarge.code, detail, scope.get("request_id", "")
            )
            await refusal(scope, receive, send)
            return
        whole: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def again() -> Message:
            return whole.pop() if whole else await receive()

        await self._app(scope, again, send)

    async def _read(self, receive: Receive) -> bytes | None:
        """Return the body, None where it is too long; of one that breaks off what had come."""
        body = bytearray()
        while True:
            message = await receive()
            body += message.get("body", b"")
            if len(body) > self._most:
                return None
            if not message.get("more_body", False):
                return bytes(body)
