"""Rows that match is fitted on: own, swapped and edited headlines with what is measured of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import numpy.typing as npt

from imfact.adapters.classifier.ngrams import Grams, NgramForm, gram_arrays
from imfact.adapters.encoder.port import Encoder
from imfact.judge.match import compared, match_features
from imfact.pipeline.train.data.articles import TrainArticle
from imfact.pipeline.train.data.contradictions import edit_headline
from imfact.pipeline.train.data.swaps import hard_swaps, random_swaps

Vectors = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

SWAPS = ("hard", "random")
EDITS = ("number", "antonym", "negation", "name", "subject")


@dataclass(frozen=True, slots=True)
class MatchRows:
    """One row a pair of headline and text; ``kinds``: own, hard, random or how it was edited."""

    features: npt.NDArray[np.float64]
    titles: Vectors
    leads: Vectors
    grams: Grams
    """Characters of the headlines, and which of them the leads carry."""
    labels: Numbers
    kinds: tuple[str, ...]
    articles: Numbers
    """The place of the article that the text is of."""

    def where(self, *kinds: str) -> npt.NDArray[np.bool_]:
        """Return which rows are of these kinds."""
        return np.isin(self.kinds, kinds)


def match_rows(
    articles: Sequence[TrainArticle],
    titles: Vectors,
    leads: Vectors,
    groups: Numbers,
    names: Sequence[str],
    encoder: Encoder,
    seed: int,
) -> MatchRows:
    """Return each article with its own headline, a hard and a random swap, and an edit.

    Args:
        articles: The texts.
        titles: Their headlines' vectors.
        leads: The vectors of their beginnings.
        groups: Their events; a swap is of another.
        names: For exchanging in an edit.
        encoder: Encodes edited headlines.
        seed: Draws.
    """
    random = Random(seed)  # noqa: S311 - draws examples, keeps no secret
    hard, other = hard_swaps(titles, leads, groups, seed), random_swaps(groups, seed)
    pairs: list[tuple[int, str, str, Vectors | None]] = []
    for row, article in enumerate(articles):
        pairs.append((row, article.title, "own", titles[row]))
        pairs.append((row, articles[hard[row]].title, "hard", titles[hard[row]]))
        pairs.append((row, articles[other[row]].title, "random", titles[other[row]]))
        edit = edit_headline(article.title, compared(article.body), names, random)
        if edit is not None:
            pairs.append((row, edit.title, edit.kind, None))
    edited = iter(encoder.encode([title for _, title, _, vector in pairs if vector is None]))
    vectors = [next(edited) if vector is None else vector for *_, vector in pairs]
    return MatchRows(
        features=np.array(
            [
                match_features(title, articles[row].body, vector, leads[row])
                for (row, title, _, _), vector in zip(pairs, vectors, strict=True)
            ],
            dtype=np.float64,
        ),
        titles=np.array(vectors, dtype=np.float32),
        leads=leads[[row for row, *_ in pairs]],
        grams=gram_arrays(
            [title for _, title, _, _ in pairs],
            [articles[row].lead for row, *_ in pairs],
            NgramForm(),
        ),
        labels=np.array([int(kind != "own") for _, _, kind, _ in pairs]),
        kinds=tuple(kind for _, _, kind, _ in pairs),
        articles=np.array([row for row, *_ in pairs]),
    )
