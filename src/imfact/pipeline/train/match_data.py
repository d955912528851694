"""Rows that match is fitted on: own, swapped and contradicting headlines with what is measured of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from imfact.adapters.classifier.ngrams import Grams, NgramForm, gram_arrays
from imfact.adapters.encoder.port import Encoder
from imfact.judge.match import compared, match_features
from imfact.kit.korean import lead_of
from imfact.pipeline.train.data.articles import TrainArticle
from imfact.pipeline.train.data.contradictions import EditKind, edit_headline
from imfact.pipeline.train.data.swaps import hard_swaps, random_swaps
from imfact.pipeline.train.data.written import Written

Vector = npt.NDArray[np.float32]
Vectors = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

SWAPS = ("hard", "random")
EDITS: tuple[EditKind, ...] = get_args(EditKind)
FITTING, WRITTEN = "fitting", "written"
"""Headlines written for an invented text: one that fits it and one that it speaks against."""
HONEST = ("own", FITTING)
CONTRADICTIONS = (*EDITS, WRITTEN)
WRITTEN_WEIGHT = 4.0
"""What is written counts for more than what a program made: it is rarer, and nearer to what people write."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A headline and a text; vectors are None where they are still to be made."""

    title: str
    body: str
    kind: str
    """own, hard, random, how it was edited, fitting or written."""
    event: int
    query_vector: Vector | None = None
    """Of the headline as a query."""
    lead_vector: Vector | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class MatchRows:
    """One row a pair of headline and text."""

    features: npt.NDArray[np.float64]
    queries: Vectors
    """Of the headlines as queries."""
    leads: Vectors
    grams: Grams
    """Characters of the headlines, and which of them the leads carry."""
    labels: Numbers
    kinds: tuple[str, ...]
    events: Numbers
    """The event that the text is of."""
    weights: npt.NDArray[np.float64]
    """How much a row counts where it is learned from."""

    def where(self, *kinds: str) -> npt.NDArray[np.bool_]:
        """Return which rows are of these kinds."""
        return np.isin(self.kinds, kinds)


def article_pairs(
    articles: Sequence[TrainArticle],
    titles: Vectors,
    queries: Vectors,
    leads: Vectors,
    groups: Numbers,
    names: Sequence[str],
    seed: int,
) -> list[Pair]:
    """Return each article with its own headline, a hard and a random swap, and an edit.

    Args:
        articles: The texts.
        titles: Their headlines' vectors.
        queries: Those of the headlines as queries.
        leads: The vectors of their beginnings.
        groups: Their events; a swap is of another.
        names: For exchanging in an edit.
        seed: Draws.
    """
    random = Random(seed)  # noqa: S311 - draws examples, keeps no secret
    swaps = {"hard": hard_swaps(titles, leads, groups, seed), "random": random_swaps(groups, seed)}
    pairs: list[Pair] = []
    for row, article in enumerate(articles):
        event, lead = int(groups[row]), leads[row]
        pairs.append(Pair(article.title, article.body, "own", event, queries[row], lead))
        for kind, places in swaps.items():
            other = places[row]
            pairs.append(
                Pair(articles[other].title, article.body, kind, event, queries[other], lead)
            )
        edit = edit_headline(article.title, compared(article.body), names, random)
        if edit is not None:
            pairs.append(Pair(edit.title, article.body, edit.kind, event, None, lead))
    return pairs


def written_pairs(items: Sequence[Written], first_event: int) -> list[Pair]:
    """Return each text with the headline that fits it and the one that it speaks against."""
    return [
        Pair(title, item.body, kind, event, weight=WRITTEN_WEIGHT)
        for event, item in enumerate(items, first_event)
        for title, kind in ((item.title, FITTING), (item.contradiction, WRITTEN))
    ]


def match_rows(pairs: Sequence[Pair], encoder: Encoder) -> MatchRows:
    """Return what is measured of ``pairs``, in order; missing vectors are made."""
    texts = [lead_of(pair.body) for pair in pairs]
    titles = [pair.title for pair in pairs]
    queries = _filled([pair.query_vector for pair in pairs], titles, encoder, "query")
    leads = _filled([pair.lead_vector for pair in pairs], texts, encoder, "passage")
    return MatchRows(
        features=np.array(
            [
                match_features(pair.title, pair.body, query, lead)
                for pair, query, lead in zip(pairs, queries, leads, strict=True)
            ],
            dtype=np.float64,
        ),
        queries=queries,
        leads=leads,
        grams=gram_arrays(titles, texts, NgramForm()),
        labels=np.array([int(pair.kind not in HONEST) for pair in pairs]),
        kinds=tuple(pair.kind for pair in pairs),
        events=np.array([pair.event for pair in pairs]),
        weights=np.array([pair.weight for pair in pairs]),
    )


def _filled(
    vectors: Sequence[Vector | None],
    texts: Sequence[str],
    encoder: Encoder,
    kind: Literal["query", "passage"],
) -> Vectors:
    missing = [text for text, vector in zip(texts, vectors, strict=True) if vector is None]
    made = iter(encoder.encode(missing, kind) if missing else ())
    return np.array(
        [next(made) if vector is None else vector for vector in vectors], dtype=np.float32
    )
