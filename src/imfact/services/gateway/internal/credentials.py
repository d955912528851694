"""Who may use the internal API: whoever shows the service token."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Annotated

from fastapi import Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from imfact.kit.errors import ImfactError

_BEARER = HTTPBearer(auto_error=False, description="The service token.")


class CredentialsRefused(ImfactError):
    """The service token is missing or wrong."""

    code = "credentials_refused"
    exit_code = 77
    http_status = 401


def token_check(token: str) -> Callable[..., None]:
    """Return a dependency that lets only holders of ``token`` pass, in constant time."""
    expected = token.encode()

    def check(
        given: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)],
    ) -> None:
        shown = b"" if given is None else given.credentials.encode()
        if not hmac.compare_digest(shown, expected):
            raise CredentialsRefused("The internal API needs the service token.")

    return check
