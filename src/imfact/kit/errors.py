"""The tree of errors; every error that imfact raises on purpose is one of these.

    ImfactError                  code, message, context
    ├─ ConfigError               exit 78 · HTTP 500 · never retried: settings, policy or installation are wrong
    ├─ TransientError            exit 75 · HTTP 503 · retried with backoff, then the item is deferred
    │  ├─ BackendUnavailable     a database, search engine, service or store does not answer
    │  └─ LockHeld               another run holds the lock
    ├─ DataError                 exit 65 · HTTP 422 · the item goes to quarantine with its reason
    │  ├─ ExtractionError        a page has no usable title, body or form
    │  ├─ ContractError          a record does not meet its schema
    │  └─ TooLarge               an item exceeds its limit
    ├─ RightsError               exit 77 · HTTP 403 · the source's rights forbid it
    ├─ NotFoundError             exit 66 · HTTP 404
    ├─ ConflictError             exit 73 · HTTP 409 · somebody else changed it first
    └─ QualityError              exit 65 · HTTP 503 · a model or build failed its checks and is refused

A port's own errors are declared beside its Protocol and inherit from one of these.
"""

from __future__ import annotations

from typing import Any, ClassVar


class ImfactError(Exception):
    """Base of the tree.

    Args:
        message: One English sentence that says what is wrong and what to do.
        context: Values that help to find the cause; must be JSON-serialisable, never secrets.
    """

    code: ClassVar[str] = "imfact_error"
    exit_code: ClassVar[int] = 70
    http_status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False

    # Any: context holds whatever JSON value helps; it is only ever printed or logged.
    def __init__(self, message: str, **context: Any) -> None:
        super().__init__(message)
        self.message = message
        self.context = context


class ConfigError(ImfactError):
    """Settings, policy or installation are wrong; a person must change something."""

    code = "config_error"
    exit_code = 78


class TransientError(ImfactError):
    """Something outside did not answer; the same call may succeed later."""

    code = "transient_error"
    exit_code = 75
    http_status = 503
    retryable = True


class BackendUnavailable(TransientError):
    """A database, search engine, service or store does not answer."""

    code = "backend_unavailable"


class LockHeld(TransientError):
    """Another process holds the lock."""

    code = "lock_held"


class DataError(ImfactError):
    """One item is unusable; it goes to quarantine and the run goes on."""

    code = "data_error"
    exit_code = 65
    http_status = 422


class ExtractionError(DataError):
    """A page has no usable title, body or form."""

    code = "extraction_failed"


class ContractError(DataError):
    """A record does not meet its schema."""

    code = "contract_broken"


class TooLarge(DataError):
    """An item exceeds its limit."""

    code = "too_large"
    http_status = 413


class RightsError(ImfactError):
    """The source's rights matrix forbids the use."""

    code = "rights_forbid"
    exit_code = 77
    http_status = 403


class NotFoundError(ImfactError):
    """The named thing does not exist."""

    code = "not_found"
    exit_code = 66
    http_status = 404


class ConflictError(ImfactError):
    """Somebody else changed the thing first."""

    code = "conflict"
    exit_code = 73
    http_status = 409


class QualityError(ImfactError):
    """A model or build failed its checks and is refused."""

    code = "quality_refused"
    exit_code = 65
    http_status = 503
