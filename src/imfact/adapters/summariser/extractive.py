"""Summaries made of the article's own sentences; nothing is written that the article does not say.

The parts, each by its source:

* Centrality is continuous LexRank (Erkan and Radev 2004, "LexRank: Graph-based Lexical Centrality as
  Salience in Text Summarization", JAIR 22): the stationary probability of a walk over the graph of
  sentences whose edges are similarities, here of sentence vectors in place of tf-idf.
* Position: news tells the matter first (Lin and Hovy 1997, "Identifying Topics by Position"); the
  first sentences are a baseline that few extractive methods beat (Nenkova 2005, on DUC).
* Words of the headline: Edmundson 1969, "New Methods in Automatic Extracting" (title method).
* Redundancy: maximal marginal relevance (Carbonell and Goldstein 1998, SIGIR).

Same input, same output: ties go to the earlier sentence, and worth is rounded, because the last
digits of a product of float32 differ between processors.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from imfact.adapters.summariser.orders import speaks_to_a_model
from imfact.adapters.summariser.port import Piece
from imfact.contracts.assessment import Summary
from imfact.kit.korean import Sentence, split_sentences, tells

_MOST = 3
_FEWEST = 3
# Weights by eye on news: the middle of the text counts most, its beginning next, then the headline.
_CENTRALITY, _POSITION, _TITLE = 1.0, 0.5, 0.25
_REDUNDANCY = 0.8
# LexRank's own: how often the walk goes on along an edge instead of anywhere.
_DAMPING = 0.85
_ROUNDS = 100
_STILL = 1e-9
_DIGITS = 6
# The graph grows with the square; the matter of a longer text is told by then.
_CONSIDERED = 400

_Numbers = npt.NDArray[np.float64]


class ExtractiveSummariser:
    """Centrality and position, with repetition held against a sentence."""

    def summarise(self, pieces: Sequence[Piece]) -> list[Summary | None]:
        """See the port."""
        return [extract(piece) for piece in pieces]


def extract(piece: Piece) -> Summary | None:
    """Return up to three sentences in text order; None below three that tell something."""
    telling = _telling(piece.sentences[: len(piece.vectors)])[:_CONSIDERED]
    if len(telling) < _FEWEST:
        return None
    texts = [piece.sentences[number].text for number in telling]
    vectors = piece.vectors[telling].astype(np.float64)
    alike = _stretched(vectors @ vectors.T)
    worth = _worth(piece.title, texts, alike)
    chosen = [piece.sentences[telling[number]] for number in sorted(_pick(worth, alike))]
    return Summary(
        method="extractive",
        sentences=tuple(sentence.text for sentence in chosen),
        spans=tuple((sentence.start, sentence.end) for sentence in chosen),
    )


def enough_to_tell(body: str) -> bool:
    """Return whether ``body`` has sentences enough for a summary to be shorter than it."""
    return len(_telling(split_sentences(body))) >= _FEWEST


def centrality(alike: _Numbers) -> _Numbers:
    """Return continuous LexRank of each row of the similarity matrix, which sums to 1.

    A sentence is not its own neighbour: otherwise one that resembles no other would hold its own.
    """
    count = len(alike)
    edges = alike * (1.0 - np.eye(count))
    totals = edges.sum(axis=1, keepdims=True)
    # A row without an edge goes anywhere, as a page without links does in PageRank.
    steps = np.where(totals > 0, edges / np.where(totals > 0, totals, 1.0), 1.0 / count)
    rank = np.full(count, 1.0 / count)
    for _ in range(_ROUNDS):
        following = (1.0 - _DAMPING) / count + _DAMPING * (rank @ steps)
        if float(np.abs(following - rank).max()) < _STILL:
            break
        rank = following
    return np.asarray(rank)


def _telling(sentences: Sequence[Sentence]) -> list[int]:
    """Return the numbers of the sentences to pick from; what occurs twice tells something once."""
    first: dict[str, int] = {}
    for number, sentence in enumerate(sentences):
        if tells(sentence.text) and not speaks_to_a_model(sentence.text):
            first.setdefault(sentence.text, number)
    return list(first.values())


def _worth(title: str, texts: Sequence[str], alike: _Numbers) -> _Numbers:
    position = 1.0 / np.sqrt(1.0 + np.arange(len(texts)))
    words = {word for word in title.split() if len(word) > 1}
    # Two syllables are most stems; what follows is a particle as a rule.
    named = np.array([sum(word[:2] in text for word in words) for text in texts]) / max(
        len(words), 1
    )
    central = _stretched(np.round(centrality(alike), _DIGITS))
    worth = _CENTRALITY * central + _POSITION * position + _TITLE * named
    return np.asarray(np.round(worth, _DIGITS))


def _pick(worth: _Numbers, alike: _Numbers) -> list[int]:
    picked = [int(np.argmax(worth))]
    while len(picked) < _MOST:
        gain = np.round(worth - _REDUNDANCY * alike[:, picked].max(axis=1), _DIGITS)
        gain[picked] = -np.inf
        picked.append(int(np.argmax(gain)))
    return picked


def _stretched(values: _Numbers) -> _Numbers:
    """Return ``values`` stretched over 0..1: this encoder's cosines all lie between .8 and .95."""
    low, high = float(values.min()), float(values.max())
    if high <= low:
        return np.zeros(values.shape)
    return np.asarray((values - low) / (high - low))
