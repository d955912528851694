"""What the network reads, in training as in serving: a headline and the beginning of its text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from imfact.adapters.tokens import load_tokenizer

HEADLINE_TOKENS = 96
"""How much of a headline the network reads, its two marks included."""
LEAD_TOKENS = 48
"""How much of the lead, its mark included; each token read costs time."""

_BEGIN, _END = 0, 2


class HeadlineTokens:
    """Turns headlines into ``<s> headline </s>``, with a lead into ``<s> headline </s> lead </s>``.

    Thread-safe.

    Args:
        tokenizer: A tokenizer.json.
        lead_tokens: How much of a lead is read; 0 for a network that reads headlines alone.

    Raises:
        ConfigError: the file is absent or unusable.
    """

    def __init__(self, tokenizer: Path, lead_tokens: int = LEAD_TOKENS) -> None:
        self._tokenizer = load_tokenizer(tokenizer)
        self._tokenizer.no_truncation()
        self._lead_tokens = lead_tokens

    def ids(self, titles: Sequence[str], leads: Sequence[str]) -> list[list[int]]:
        """Return the token ids of each headline; an empty lead is left out."""
        heads = self._cut(titles, HEADLINE_TOKENS - 2)
        if not self._lead_tokens:
            return [[_BEGIN, *head, _END] for head in heads]
        tails = self._cut(leads, self._lead_tokens - 1)
        return [
            [_BEGIN, *head, _END, *((*tail, _END) if tail else ())]
            for head, tail in zip(heads, tails, strict=True)
        ]

    def _cut(self, texts: Sequence[str], most: int) -> list[list[int]]:
        found = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [encoding.ids[:most] for encoding in found]
