"""The policy and the sources in force, read from the config bucket and checked; not for writing them."""

from __future__ import annotations

from imfact.contracts.policy import ModelRouting, Policy
from imfact.contracts.source import Source
from imfact.kit.errors import ConfigError
from imfact.policy import files, names
from imfact.policy.pointer import current_id
from imfact.policy.versions import load_version
from imfact.store.objects import ObjectStore


def load_policy(store: ObjectStore) -> Policy:
    """Return the version that the pointer names, with the live routing.

    Raises:
        ConfigError: pointer, version or routing is missing or wrong; names file, field and remedy.
    """
    routing = files.read(store, names.ROUTING, ModelRouting)
    return load_version(store, current_id(store), routing)


def load_sources(store: ObjectStore) -> tuple[Source, ...]:
    """Return every ``sources/*.json``, by slug. Raises ConfigError, also where two share a slug."""
    found: dict[str, Source] = {}
    for key in store.keys(names.SOURCES):
        if not key.endswith(".json"):
            continue
        source = files.read(store, key, Source)
        if source.slug in found:
            raise files.broken(
                key, "slug", f"another file has the slug {source.slug!r} too; change one of them"
            )
        found[source.slug] = source
    return tuple(found[slug] for slug in sorted(found))


def require_agreement(routing: ModelRouting, pointer_target: str) -> None:
    """Refuse a routing file that names another version than the registry's pointer.

    Raises:
        ConfigError: they contradict each other.
    """
    if routing.cbt_current not in (None, pointer_target):
        raise ConfigError(
            f"{names.ROUTING} says cbt_current is {routing.cbt_current}, but the registry's pointer "
            f"says {pointer_target}; the pointer decides, so correct the file or set it to null.",
            file=names.ROUTING,
            field="cbt_current",
        )
