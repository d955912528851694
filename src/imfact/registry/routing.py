"""Which version judges an article: the same answer every time, from its url_hash alone."""

from __future__ import annotations

from imfact.contracts.policy import Canary, ModelRouting
from imfact.kit.errors import ConfigError
from imfact.kit.hashing import sha256_hex

_PLACES = 2**32


def takes_canary(url_hash: str, canary: Canary) -> bool:
    """Return whether the candidate judges this article.

    The version is part of the draw, so that it is not always the same articles that try new models;
    a greater share adds articles and takes none away.
    """
    drawn = int(sha256_hex(f"{canary.version} {url_hash}".encode())[:8], 16)
    return drawn < canary.share * _PLACES


def candidate_wanted(routing: ModelRouting) -> str | None:
    """Return the version that must be in the candidate slot, None where none is on trial.

    Raises:
        ConfigError: canary and shadow name two versions; there is one slot.
    """
    canary = None if routing.canary is None else routing.canary.version
    if canary is not None and routing.shadow is not None and canary != routing.shadow:
        raise ConfigError(
            f"routing/model_alias.json names canary {canary} and shadow {routing.shadow}, but there "
            "is one candidate slot; run `imfact model canary off` or `imfact model shadow off`.",
            file="routing/model_alias.json",
        )
    return canary or routing.shadow
