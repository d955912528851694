"""Which words and numbers a body's segments share with the rest of it. Not for meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from imfact.judge.likeness import Doubles, Spans

WORD_FEATURES = ("words_shared", "words_shared_rarest", "words_shared_less", "words_elsewhere")
_WORD = re.compile(r"[가-힣]{2,}|[A-Za-z]{2,}|\d[\d.,]*")
_HANGUL = re.compile(r"[가-힣]")


def word_features(sentences: Sequence[str], spans: Spans) -> Doubles:
    """Return ``WORD_FEATURES``, one row a segment.

    A Hangul word counts by its first two syllables: particles and endings come after them.
    """
    kinds = [set(map(_stem, _WORD.findall(sentence))) for sentence in sentences]
    places = {word: place for place, word in enumerate(sorted(set().union(*kinds)))}
    said = np.zeros((len(sentences), max(len(places), 1)))
    for row, words in enumerate(kinds):
        said[row, [places[word] for word in words]] = 1.0
    often = said.sum(axis=0)
    rarity = np.log(1 + len(sentences) / np.maximum(often, 1))
    inside = spans.sums(said)
    has = inside > 0
    elsewhere = often - inside
    both = has & (elsewhere > 0)
    words = np.maximum(has.sum(axis=1), 1)
    shared = both.sum(axis=1) / words
    alone = ((said > 0) & (often > 1)).sum(axis=1) / np.maximum(said.sum(axis=1), 1)
    return np.column_stack(
        [
            shared,
            both @ rarity / np.maximum(has @ rarity, 1e-9),
            alone.mean() - shared,
            (has * np.log1p(elsewhere)).sum(axis=1) / words,
        ]
    )


def _stem(word: str) -> str:
    return word[:2] if _HANGUL.match(word) else word.lower()
