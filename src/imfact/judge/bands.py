"""Band and trust out of probabilities; and when no band but "unsure" is honest."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from imfact.contracts.assessment import Band, UnsureReason
from imfact.contracts.policy import SignalThresholds
from imfact.judge.reading import LANGUAGE_CHARACTERS
from imfact.kit.korean import is_korean

_FEWEST_CHARACTERS = 4


def unsure_because(title: str, body: str, *, paywalled: bool) -> UnsureReason | None:
    """Return why the headline cannot be judged whatever its probability, None where it can be."""
    # Decomposed Hangul (as file names on some systems give it) is Hangul too.
    title = unicodedata.normalize("NFC", title)
    body = unicodedata.normalize("NFC", body.strip()[:LANGUAGE_CHARACTERS])
    if sum(1 for char in title if char.isprintable() and not char.isspace()) < _FEWEST_CHARACTERS:
        return "too_short"
    if not is_korean(title) or (body and not is_korean(body)):
        return "not_korean"
    if paywalled:
        return "paywalled"
    return None if body else "no_body"


def band_of(p: float, thresholds: SignalThresholds) -> Band:
    """Return one signal's band: inside [low, high) of the unsure band it is unsure."""
    low, high = thresholds.unsure_band
    if p >= high:
        return "suspected"
    return "unsure" if p >= low else "low"


def joined_band(bands: Sequence[Band]) -> Band:
    """Return the band of all signals: suspected if any is, else unsure if any is, else low."""
    return next((band for band in ("suspected", "unsure") if band in bands), "low")


def trust_of(probabilities: Sequence[float]) -> int:
    """Return the one number for reading: 100 × (1 - the largest probability), rounded."""
    return round(100 * (1 - max(probabilities)))
