"""What happens to every request: an id, a log line, safe headers, and a problem if all else fails."""

from __future__ import annotations

import re
import time
import uuid

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from imfact.services.measuring import Answered, ignore
from imfact.services.problems import problem

REQUEST_ID = "X-Request-Id"
_USABLE_ID = re.compile(r"^[A-Za-z0-9._-]{1,64}$")

_log = structlog.get_logger(__name__)


class RequestMiddleware:
    """Outermost but for the server's own; plain ASGI, so nothing is buffered."""

    def __init__(self, app: ASGIApp, answered: Answered = ignore) -> None:
        self._app = app
        self._answered = answered

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        if head:
            # Answered as GET is, less the body: link previews and health checks ask so.
            scope = {**scope, "method": "GET"}
        given = Headers(scope=scope).get(REQUEST_ID, "")
        request_id = given if _USABLE_ID.match(given) else uuid.uuid4().hex
        scope["request_id"] = request_id
        started = time.perf_counter()
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[REQUEST_ID] = request_id
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
            await send({**message, "body": b""} if head and "body" in message else message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, send_with_headers)
            except Exception:
                _log.exception("request_crashed", path=scope["path"])
                if status:
                    raise  # half an answer is out already; the server must cut the connection
                failure = problem(500, "internal_error", "Something went wrong inside.", request_id)
                await failure(scope, receive, send_with_headers)
            seconds = time.perf_counter() - started
            self._answered(_route(scope), status or 500, seconds)
            _log.info(
                "request",
                method="HEAD" if head else scope["method"],
                path=scope["path"],
                status=status,
                seconds=round(seconds, 4),
            )


def _route(scope: Scope) -> str:
    """Return the route as it is declared: what was asked for has no end of values."""
    template = getattr(scope.get("route"), "path_format", None)
    if template is None:
        return "none"
    # A route knows nothing of the prefix that its router was included with.
    tail = str(template).format(**scope["path_params"])
    prefix = scope["path"].removesuffix(tail) if scope["path"].endswith(tail) else ""
    return f"{prefix}{template}"
