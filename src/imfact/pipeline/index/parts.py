"""What everything that keeps indices is handed."""

from __future__ import annotations

from dataclasses import dataclass

from imfact.adapters.search.port import SearchEngine
from imfact.clients.gateway import GatewayClient
from imfact.store.objects import ObjectStore


@dataclass(frozen=True, slots=True)
class IndexParts:
    """Where documents come from, where they go, and how many at once."""

    engine: SearchEngine
    gateway: GatewayClient
    lake: ObjectStore
    encoder_version: str
    batch: int
