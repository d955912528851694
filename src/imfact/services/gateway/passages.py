"""Why a hit was found: spans of the query's words in a headline, the best sentence of a body."""

from __future__ import annotations

import re

from imfact.kit.korean import split_sentences


def highlights(query: str, title: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of the query's words in ``title``, merged, in order."""
    spans = sorted(match.span() for word in query.split() for match in _finds(word, title))
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def best_passage(query: str, text: str, *, or_first: bool) -> str | None:
    """Return the sentence of ``text`` that shares most words with ``query``.

    Args:
        query: The reader's words.
        text: As much of the body as may be shown.
        or_first: Give the first sentence where none shares a word (a hit by meaning alone).
    """
    sentences = [sentence.text for sentence in split_sentences(text)]
    if not sentences:
        return None
    words = set(query.split())
    shared = [sum(bool(_finds(word, sentence)) for word in words) for sentence in sentences]
    most = max(shared)
    if most == 0:
        return sentences[0] if or_first else None
    return sentences[shared.index(most)]


def _finds(word: str, text: str) -> list[re.Match[str]]:
    """Find ``word``; failing that, the word without its last syllable, often a particle (한은이 → 한은)."""
    found = list(re.finditer(re.escape(word), text, re.IGNORECASE))
    if not found and len(word) >= 3:
        found = list(re.finditer(re.escape(word[:-1]), text, re.IGNORECASE))
    return found
