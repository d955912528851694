"""Rows that coherence is fitted on: bodies as they were, and with something foreign in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt

from imfact.adapters.encoder.port import Encoder
from imfact.judge.reading import read_sentences, text_to_encode
from imfact.pipeline.train.data.articles import TrainArticle
from imfact.pipeline.train.data.foreign import ForeignKind, compose
from imfact.pipeline.train.data.swaps import hard_swaps, random_swaps
from imfact.pipeline.train.prepare import kept_vectors

Vectors = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

FEWEST, MOST = 6, 60


@dataclass(frozen=True, slots=True)
class Body:
    """A whole text as sentences with their vectors, and its headline's vector."""

    sentences: tuple[str, ...]
    vectors: Vectors
    title: Vectors


@dataclass(frozen=True, slots=True)
class Made:
    """A body as it was, or with something foreign; ``foreign`` marks the sentences that are not its own.

    ``kind``: own, inserted, inserted_hard, replaced or advertising.
    """

    body: int
    kind: str
    sentences: tuple[str, ...]
    vectors: Vectors
    foreign: npt.NDArray[np.bool_]

    @property
    def farthest(self) -> float:
        """How far the sentence least like the others is from them: one less its mean cosine to them."""
        to_all = self.vectors.astype(np.float64) @ self.vectors.sum(axis=0, dtype=np.float64)
        return 1.0 - (float(to_all.min()) - 1.0) / (len(self.vectors) - 1)


def whole_bodies(articles: Sequence[TrainArticle]) -> list[int]:
    """Return the places of whole texts of 6 to 60 sentences."""
    return [
        place
        for place, article in enumerate(articles)
        if article.whole and FEWEST <= len(read_sentences(article.body)) <= MOST
    ]


def read_bodies(
    articles: Sequence[TrainArticle], titles: Vectors, encoder: Encoder, folder: Path
) -> list[Body]:
    """Encode the sentences of each article; their vectors are kept in ``folder`` between runs."""
    sentences = [[text_to_encode(s) for s in read_sentences(a.body)] for a in articles]
    texts = [text for own in sentences for text in own]
    vectors = kept_vectors(folder / "sentences.npz", texts, encoder)
    ends = np.cumsum([len(own) for own in sentences])[:-1]
    return [
        Body(tuple(own), rows, title)
        for own, rows, title in zip(sentences, np.split(vectors, ends), titles, strict=True)
    ]


def made_bodies(
    bodies: Sequence[Body], leads: Vectors, groups: Numbers, encoder: Encoder, seed: int, draws: int
) -> list[Made]:
    """Return each body as it was once, and ``draws`` times with each kind of foreign sentences.

    Args:
        bodies: The texts; what is foreign comes from another of them.
        leads: The vectors of their beginnings.
        groups: Their events; what is foreign is of another.
        encoder: Encodes offers.
        seed: Draws.
        draws: How often each body is altered in each way.
    """
    random = Random(seed)  # noqa: S311 - draws examples, keeps no secret
    titles = np.array([body.title for body in bodies])
    lengths = [len(body.sentences) for body in bodies]
    hard = hard_swaps(titles, leads, groups, seed)
    made: list[tuple[int, str, tuple[tuple[int, int] | str, ...]]] = [
        (row, "own", compose(row, row, lengths, "own", random).parts) for row in range(len(bodies))
    ]
    for draw in range(draws):
        other = random_swaps(groups, seed + draw)
        for row in range(len(bodies)):
            forms: tuple[tuple[ForeignKind, int, str], ...] = (
                ("inserted", int(other[row]), "inserted"),
                ("inserted", int(hard[row]), "inserted_hard"),
                ("replaced", int(other[row]), "replaced"),
                ("advertising", row, "advertising"),
            )
            made += [
                (row, name, compose(row, source, lengths, kind, random).parts)
                for kind, source, name in forms
            ]
    offers = sorted({part for *_, parts in made for part in parts if isinstance(part, str)})
    encoded = dict(zip(offers, encoder.encode(offers), strict=True)) if offers else {}
    return [
        Made(
            row,
            kind,
            tuple(p if isinstance(p, str) else bodies[p[0]].sentences[p[1]] for p in parts),
            np.array(
                [encoded[p] if isinstance(p, str) else bodies[p[0]].vectors[p[1]] for p in parts]
            ),
            np.array([isinstance(p, str) or p[0] != row for p in parts]),
        )
        for row, kind, parts in made
    ]


def beginnings(
    articles: Sequence[TrainArticle], titles: Vectors, encoder: Encoder, folder: Path
) -> list[Vectors]:
    """Return of each article that is not whole its sentences' vectors and its headline's, in order.

    They say, beside the whole texts, which sentences go together.
    """
    own = [[text_to_encode(s) for s in read_sentences(article.body)] for article in articles]
    # By length: a batch costs what its longest text costs.
    texts = sorted({text for sentences in own for text in sentences}, key=lambda t: (len(t), t))
    vectors = kept_vectors(folder / "beginnings.npz", texts, encoder)
    place = {text: row for row, text in enumerate(texts)}
    return [
        np.vstack([vectors[[place[text] for text in sentences]], title[None]])
        for sentences, title in zip(own, titles, strict=True)
    ]
