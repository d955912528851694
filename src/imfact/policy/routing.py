"""Changes ``routing/model_alias.json``, and nothing else of the policy."""

from __future__ import annotations

from imfact.contracts.policy import ModelRouting
from imfact.kit.errors import ConflictError
from imfact.policy import files, names
from imfact.store.objects import ObjectChanged, ObjectNotFound, ObjectStore


class RoutingMoved(ConflictError):
    """Somebody else changed the routing first."""

    code = "routing_moved"


def read_routing(store: ObjectStore) -> ModelRouting:
    """Return the routing in force. Raises ConfigError."""
    return files.read(store, names.ROUTING, ModelRouting)


def change_routing(store: ObjectStore, **changed: object) -> ModelRouting:
    """Set fields of the routing and return it as it is now.

    Raises:
        ConfigError: what is there is unreadable.
        RoutingMoved: somebody else changed it meanwhile.
    """
    try:
        present: bytes | None = store.get(names.ROUTING)
    except ObjectNotFound:
        present = None
    before = ModelRouting() if present is None else read_routing(store)
    routing = ModelRouting.model_validate({**before.model_dump(), **changed})
    if routing == before:
        return routing
    try:
        data = routing.model_dump_json(indent=1).encode() + b"\n"
        store.compare_and_set(names.ROUTING, present, data)
    except ObjectChanged as exc:
        raise RoutingMoved(f"{names.ROUTING} changed meanwhile; look again.") from exc
    return routing
