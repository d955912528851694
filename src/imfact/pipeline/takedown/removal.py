"""Taking articles down, and making layers that were restored from a backup forget them again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import structlog

from imfact.adapters.search.port import SearchEngine
from imfact.clients.gateway import GatewayClient
from imfact.contracts.article import Tombstone
from imfact.lake.tombstones import put_tombstone, read_tombstones, remove_article
from imfact.store.objects import ObjectStore

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Layers:
    """Everything that remembers articles; ``search`` is opened only where something must go."""

    lake: ObjectStore
    gateway: GatewayClient
    search: Callable[[], SearchEngine]


def take_down(layers: Layers, tombstones: Sequence[Tombstone]) -> Mapping[str, int]:
    """Remove articles from every layer and leave their marks; return what went, by layer.

    The mark in the lake comes first and that in the database last: whatever interrupts the rest, the
    next run finds one without the other and does it again. Repeating it removes what is left.

    Raises:
        BackendUnavailable: a layer does not answer; run it again.
    """
    for tombstone in tombstones:
        put_tombstone(layers.lake, tombstone)
    hashes = frozenset(tombstone.url_hash for tombstone in tombstones)
    engine = layers.search()
    for version in engine.versions():
        engine.remove(version, sorted(hashes))
    removed = remove_article(
        layers.lake, hashes, lambda texts: layers.gateway.texts_in_use(list(texts), hashes)
    )
    return {**removed, "database": layers.gateway.put_tombstones(tombstones)}


def reconcile(layers: Layers) -> Collection[str]:
    """Return everything that was taken down, after making lake and database agree on it.

    They disagree where one of them was restored from a backup older than a takedown, or where a
    takedown was interrupted.
    """
    in_lake = read_tombstones(layers.lake)
    in_database = {each.url_hash: each for each in layers.gateway.tombstones()}
    every = {**in_database, **in_lake}
    missing = [every[key] for key in sorted(in_lake.keys() ^ in_database.keys())]
    if missing:
        _log.warning("tombstones_restored", count=len(missing))
        take_down(layers, missing)
    return frozenset(every)
