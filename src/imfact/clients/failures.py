"""Turns a service's problem+json back into the error it was made of."""

from __future__ import annotations

import httpx2
from pydantic import BaseModel, ValidationError

from imfact.kit.errors import (
    BackendUnavailable,
    ConfigError,
    ConflictError,
    DataError,
    ImfactError,
    NotFoundError,
    QualityError,
    RightsError,
    TooLarge,
)

_BY_CODE: dict[str, type[ImfactError]] = {
    kind.code: kind for kind in (ConfigError, QualityError, RightsError, TooLarge)
}
_BY_STATUS: dict[int, type[ImfactError]] = {
    404: NotFoundError,
    408: BackendUnavailable,
    409: ConflictError,
    413: TooLarge,
    429: BackendUnavailable,
    500: ImfactError,
}


class _Said(BaseModel):
    """What we read of a problem; whoever sits in between may answer something else."""

    code: str = "unknown"
    detail: str = ""


def error_of(response: httpx2.Response, setting: str) -> ImfactError:
    """Return the error that ``response`` reports; ``setting`` is named where we were refused."""
    try:
        said = _Said.model_validate_json(response.content)
    except ValidationError:
        said = _Said(detail=response.text[:200])
    status = response.status_code
    request = f"{response.request.method} {response.request.url.path}"
    if status in (401, 403) and said.code != RightsError.code:
        return ConfigError(
            f"{request} was refused with {status}; check {setting}.", detail=said.detail
        )
    kind = _BY_CODE.get(said.code) or _BY_STATUS.get(status)
    if kind is None:
        kind = DataError if status < 500 else BackendUnavailable
    return kind(f"{request}: {said.detail or status}", status=status, code=said.code)
