"""Summaries made of the article's own sentences; nothing is written that the article does not say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from imfact.contracts.assessment import Summary
from imfact.kit.korean import Sentence, tells

_MOST = 3
_FEWEST = 3
# Weights by eye on news: the middle of the text counts most, its beginning next, then the headline.
_CENTRALITY, _POSITION, _TITLE = 1.0, 0.5, 0.25
_REDUNDANCY = 0.8


class ExtractiveSummariser:
    """Centrality and position, with repetition held against a sentence (maximal marginal relevance)."""

    def summarise(
        self, title: str, sentences: Sequence[Sentence], vectors: npt.NDArray[np.float32]
    ) -> Summary | None:
        """Return up to three sentences in text order; None below three that tell something."""
        # A sentence that occurs twice tells something once.
        first: dict[str, int] = {}
        for number, sentence in enumerate(sentences[: len(vectors)]):
            if tells(sentence.text):
                first.setdefault(sentence.text, number)
        telling = list(first.values())
        if len(telling) < _FEWEST:
            return None
        texts = [sentences[number].text for number in telling]
        worth = _worth(title, texts, vectors[telling])
        alike = _standardised(vectors[telling] @ vectors[telling].T)
        chosen = [sentences[telling[number]] for number in sorted(_pick(worth, alike))]
        return Summary(
            method="extractive",
            sentences=tuple(sentence.text for sentence in chosen),
            spans=tuple((sentence.start, sentence.end) for sentence in chosen),
        )


def _worth(
    title: str, texts: Sequence[str], vectors: npt.NDArray[np.float32]
) -> npt.NDArray[np.float64]:
    centre = vectors.mean(axis=0)
    centrality = _standardised(vectors @ centre)
    position = 1.0 / np.sqrt(1.0 + np.arange(len(texts)))
    words = {word for word in title.split() if len(word) > 1}
    named = np.array([sum(word[:2] in text for word in words) for text in texts]) / max(
        len(words), 1
    )
    return np.asarray(_CENTRALITY * centrality + _POSITION * position + _TITLE * named)


def _pick(worth: npt.NDArray[np.float64], alike: npt.NDArray[np.float64]) -> list[int]:
    picked = [int(np.argmax(worth))]
    while len(picked) < _MOST:
        gain = worth - _REDUNDANCY * alike[:, picked].max(axis=1)
        gain[picked] = -np.inf
        picked.append(int(np.argmax(gain)))
    return picked


def _standardised(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Return ``values`` stretched over 0..1: this encoder's cosines all lie between .8 and .95."""
    low, high = float(values.min()), float(values.max())
    if high <= low:
        return np.zeros(values.shape)
    return np.asarray((values - low) / (high - low), dtype=np.float64)
