"""The candidate slot ``clickbait/cbt_candidate/``: a copy of the version that is on trial."""

from __future__ import annotations

from imfact.contracts.model import ModelVersion
from imfact.registry.names import CANDIDATE, CHECKSUMS, file_key
from imfact.registry.versions import (
    VersionNotFound,
    read_version,
    show_candidate,
    show_version,
    verify_version,
)
from imfact.store.objects import ObjectStore


def fill_candidate(store: ObjectStore, version: str) -> None:
    """Put a copy of ``version`` into the slot, in place of what is there.

    Whoever reads the slot meanwhile finds no candidate, or one whose checksums do not fit: never a
    mixture of two.

    Raises:
        VersionNotFound: there is no such version.
        ModelCorrupt: it is altered, or the encoder that it requires is.
    """
    encoder = show_version(store, "clickbait", version).requires_encoder
    if encoder is not None:
        verify_version(store, "encoder", encoder)
    files = read_version(store, "clickbait", version)
    clear_candidate(store)
    for name in sorted(files, key=lambda name: (name == CHECKSUMS, name)):
        store.put(file_key("clickbait", CANDIDATE, name), files[name])


def read_candidate(store: ObjectStore) -> ModelVersion | None:
    """Return the description of what is in the slot, None where it is empty. Raises ModelCorrupt."""
    try:
        return show_candidate(store)
    except VersionNotFound:
        return None


def clear_candidate(store: ObjectStore) -> None:
    """Empty the slot; its checksums go first, so that no half of it counts as a candidate."""
    store.delete(file_key("clickbait", CANDIDATE, CHECKSUMS))
    for key in list(store.keys(f"clickbait/{CANDIDATE}")):
        store.delete(key)
