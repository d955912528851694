"""A headline as rules and lexicon read it, with the way back to the offsets of the original."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Headline:
    """``text`` is NFC with control characters as spaces; ``origins[i]`` is where ``text[i]`` began.

    ``origins`` has one entry more than ``text``: the length of the original.
    """

    original: str
    text: str
    origins: tuple[int, ...]

    @classmethod
    def of(cls, original: str) -> Headline:
        """Read ``original`` without losing the place of a single character."""
        parts: list[str] = []
        origins: list[int] = []
        for start, cluster in _clusters(original):
            composed = unicodedata.normalize("NFC", cluster)
            parts.append("".join(" " if _is_control(char) else char for char in composed))
            origins.extend([start] * len(composed))
        return cls(original, "".join(parts), (*origins, len(original)))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the original of ``text[start:end]``; whole characters, never half."""
        begin = self.origins[start]
        after = next((origin for origin in self.origins[end:] if origin > begin), begin)
        return begin, after


def _clusters(text: str) -> list[tuple[int, str]]:
    """Split ``text`` where no character composes with the one before it."""
    if unicodedata.is_normalized("NFC", text):
        return list(enumerate(text))
    clusters: list[tuple[int, str]] = []
    for position, char in enumerate(text):
        if clusters and _composes(clusters[-1][1], char):
            start, cluster = clusters[-1]
            clusters[-1] = (start, cluster + char)
        else:
            clusters.append((position, char))
    return clusters


def _composes(cluster: str, char: str) -> bool:
    if unicodedata.combining(char):
        return True
    apart = unicodedata.normalize("NFC", cluster) + unicodedata.normalize("NFC", char)
    return unicodedata.normalize("NFC", cluster + char) != apart


def _is_control(char: str) -> bool:
    return unicodedata.category(char) == "Cc"
