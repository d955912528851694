"""How clients reach a service: over the network or in-process, with retries and errors of ours."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar

import httpx2
from anyio.from_thread import BlockingPortal, start_blocking_portal
from pydantic import BaseModel, ValidationError

from imfact.clients.failures import error_of
from imfact.kit.errors import BackendUnavailable, ContractError, TransientError

Answer = TypeVar("Answer", bound=BaseModel)
Result = TypeVar("Result")
# Values of a query string; None leaves the parameter out.
Parameters = dict[str, str | int | None]
LONGEST_PAUSE_SECONDS = 4.0


class InProcessTransport(httpx2.BaseTransport):
    """Carries requests to an ASGI application in this process, over an event loop of its own.

    The loop runs in one background thread from the first request to ``close``, so that plain
    threads may call, endpoints of another application included. The application's lifespan is
    not run: what it needs is handed to it when it is made.
    """

    # Any: ASGI applications of every framework have signatures of their own.
    def __init__(self, app: Any) -> None:
        self._transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
        self._opening: AbstractContextManager[BlockingPortal] = start_blocking_portal()
        self._portal = self._opening.__enter__()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer one request, whole."""
        return self._portal.call(self._answer, request)

    async def _answer(self, request: httpx2.Request) -> httpx2.Response:
        given = await self._transport.handle_async_request(request)
        return httpx2.Response(
            given.status_code, headers=given.headers, content=await given.aread()
        )

    def close(self) -> None:
        """Stop the event loop."""
        self._opening.__exit__(None, None, None)


def in_process_transport(app: Any) -> httpx2.BaseTransport:
    """Return a transport to an ASGI application in this process."""
    return InProcessTransport(app)


def retrying(
    call: Callable[[], Result],
    *,
    attempts: int = 4,
    backoff_seconds: float = 0.2,
    on: type[TransientError] = TransientError,
    sleep: Callable[[float], None] = time.sleep,
) -> Result:
    """Return what ``call`` returns; on an error of kind ``on`` try again, ``attempts`` times in all.

    The pause doubles each time up to four seconds, so that who comes back is noticed soon, and is
    spread by half, lest all clients come back at once.
    """
    for attempt in range(1, attempts):
        try:
            return call()
        except on as exc:
            if not exc.retryable:
                raise
            pause = min(backoff_seconds * 2 ** (attempt - 1), LONGEST_PAUSE_SECONDS)
            sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads load, hides nothing
    return call()


class ServiceConnection:
    """One service at one address: sends contracts, receives contracts, raises errors of ours.

    Args:
        base_url: Such as ``http://127.0.0.1:8000``; any name will do with an in-process transport.
        setting: What a person must check if the service refuses us, for the error's message.
        token: Service token, sent as a bearer credential.
        transport: Another way than the network, see ``in_process_transport``.
        attempts: How often a call is tried in all while the failure is transient.
        backoff_seconds: The first pause between two attempts.
        timeout_seconds: For each of connecting, sending and waiting.
    """

    def __init__(
        self,
        base_url: str,
        *,
        setting: str,
        token: str | None = None,
        transport: httpx2.BaseTransport | None = None,
        attempts: int = 4,
        backoff_seconds: float = 0.2,
        timeout_seconds: float = 30.0,
    ) -> None:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        self._http = httpx2.Client(
            base_url=base_url, headers=headers, transport=transport, timeout=timeout_seconds
        )
        self._setting = setting
        self._attempts = attempts
        self._backoff_seconds = backoff_seconds

    def call(
        self,
        method: str,
        path: str,
        answer: type[Answer],
        *,
        body: BaseModel | None = None,
        parameters: Parameters | None = None,
    ) -> Answer:
        """Send one request, again while the failure is transient, and return the answer.

        Every endpoint of the house may be called twice with the same effect.

        Raises:
            BackendUnavailable: no connection, or the service is not ready.
            ConfigError: the credentials are refused.
            ImfactError: what the service's problem says.
        """
        content = None if body is None else body.model_dump_json(by_alias=True)
        response = retrying(
            lambda: self._send(method, path, content, parameters or {}),
            attempts=self._attempts,
            backoff_seconds=self._backoff_seconds,
        )
        try:
            return answer.model_validate_json(response.content)
        except ValidationError as exc:
            raise ContractError(
                f"The answer to {method} {path} does not meet its contract.",
                faults=exc.error_count(),
            ) from exc

    def _send(
        self, method: str, path: str, content: str | None, parameters: Parameters
    ) -> httpx2.Response:
        given = {name: value for name, value in parameters.items() if value is not None}
        headers = {} if content is None else {"Content-Type": "application/json"}
        try:
            response = self._http.request(
                method, path, content=content, params=given, headers=headers
            )
        except httpx2.TransportError as exc:
            raise BackendUnavailable(
                f"{self._http.base_url} does not answer: {exc or type(exc).__name__}", path=path
            ) from exc
        if response.is_success:
            return response
        raise error_of(response, self._setting)

    def close(self) -> None:
        """Release the connections."""
        self._http.close()
