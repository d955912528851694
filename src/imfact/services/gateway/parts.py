"""What a gateway is made of; handed in by whoever starts one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from imfact.adapters.search.port import SearchEngine
from imfact.clients.ai import AiClient
from imfact.contracts.public_api import Method
from imfact.kit.clock import Clock, utc_now
from imfact.services.gateway.db.database import Database


@dataclass(frozen=True, slots=True)
class GatewayParts:
    """``method`` says what the verdicts in force rest on; it is asked at each request."""

    database: Database
    ai: AiClient
    search: SearchEngine
    method: Callable[[], Method]
    clock: Clock = utc_now
