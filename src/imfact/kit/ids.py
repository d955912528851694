"""Typed identifiers and how new ones are made."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime
from typing import NewType

from imfact.kit.hashing import sha256_hex

UrlHash = NewType("UrlHash", str)
RunId = NewType("RunId", str)
ModelVersionId = NewType("ModelVersionId", str)

URL_HASH_PATTERN = r"^[0-9a-f]{32}$"
RUN_ID_PATTERN = r"^\d{8}T\d{6}Z-[0-9a-f]{6}$"
SOURCE_PATTERN = r"^[a-z0-9][a-z0-9-]{0,62}$"

_URL_HASH = re.compile(URL_HASH_PATTERN)


def new_run_id(now: datetime) -> RunId:
    """Return a run id that sorts by its start time, such as ``20261124T034500Z-1f2e3d``."""
    return RunId(f"{_moment(now)}-{secrets.token_hex(3)}")


def run_id_of(started_at: datetime, name: str) -> RunId:
    """Return the run id of what ``name`` began at ``started_at``, always the same."""
    return RunId(f"{_moment(started_at)}-{sha256_hex(name.encode())[:6]}")


def is_url_hash(text: str) -> bool:
    """Return whether ``text`` has the form of a url_hash (32 lower-case hex digits)."""
    return _URL_HASH.match(text) is not None


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
