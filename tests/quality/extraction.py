"""How alike two texts are for readers of extraction: F1 of word 4-grams, as the published comparisons count it."""

from __future__ import annotations

import re
from collections import Counter

# Words of letters and digits; scripts without spaces between words go by characters.
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u0e00-\u0e7f]"
    r"|[^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u0e00-\u0e7f]+"
)
_GRAM = 4


def grams(text: str) -> Counter[tuple[str, ...]]:
    """The 4-grams of a text with their counts; a shorter text is one gram."""
    tokens = _TOKEN.findall(text.lower())
    if len(tokens) < _GRAM:
        return Counter([tuple(tokens)]) if tokens else Counter()
    return Counter(zip(*(tokens[i:] for i in range(_GRAM)), strict=False))


def f1(found: str, gold: str) -> float:
    """Harmonic mean of precision and recall; 1 where both are empty, 0 where one is."""
    ours, theirs = grams(found), grams(gold)
    if not ours or not theirs:
        return float(ours == theirs)
    common = sum((ours & theirs).values())
    return 2 * common / (sum(ours.values()) + sum(theirs.values()))
