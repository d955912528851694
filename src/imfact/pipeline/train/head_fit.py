"""Fits the head: two logistic regressions and their weights, with held-out logits. No files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from imfact.adapters.classifier.ngrams import NgramForm, headline_buckets
from imfact.pipeline.train.headlines import HeadlineVectors

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

FOLDS = 5
_DENSE_C = 0.002
_NGRAM_C = 5.0
_MINIMUM_TITLES = 2


@dataclass(frozen=True, slots=True)
class DenseHead:
    """Logit = title·w_title + [lead·w_lead + (title ⊙ lead)·w_both + at_lead if there is a lead] + bias."""

    title: Floats
    lead: Floats
    both: Floats
    at_lead: float
    bias: float

    def logits(self, vectors: HeadlineVectors) -> Floats:
        """Return a logit a row."""
        titles, leads = vectors.titles.astype(float), vectors.leads.astype(float)
        present = (leads * leads).sum(axis=1)
        with_lead = leads @ self.lead + (titles * leads) @ self.both + self.at_lead * present
        return np.asarray(titles @ self.title + with_lead + self.bias)


@dataclass(frozen=True, slots=True)
class NgramHead:
    """Logit = Σ value·rarity·weight / ‖value·rarity‖ + bias over the headline's buckets."""

    rarity: Floats
    weight: Floats
    bias: float

    def logits(self, buckets: Any) -> Floats:  # Any: a scipy sparse matrix
        """Return a logit a row."""
        return np.asarray(_scaled(buckets, self.rarity) @ self.weight + self.bias)


@dataclass(frozen=True, slots=True)
class Head:
    """The parts and their shares: logit = share_dense·dense + share_ngram·ngram + share_network·network + bias."""

    dense: DenseHead
    ngram: NgramHead
    share_dense: float
    share_ngram: float
    share_network: float
    bias: float


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of each part goes into the joint logit, in the order of the columns."""

    parts: tuple[float, ...]
    bias: float


def bucket_matrix(titles: Sequence[str], form: NgramForm) -> Any:
    """Return the headlines' buckets as a sparse matrix."""
    from scipy.sparse import csr_matrix

    rows = [headline_buckets(title, form) for title in titles]
    places = np.concatenate([np.fromiter(row.keys(), dtype=np.int64) for row in rows])
    values = np.concatenate([np.fromiter(row.values(), dtype=np.float64) for row in rows])
    ends = np.cumsum([0, *(len(row) for row in rows)])
    return csr_matrix((values, places, ends), shape=(len(rows), form.buckets))


def fit_dense(vectors: HeadlineVectors, labels: Labels, seed: int) -> DenseHead:
    """Fit the part over the encoder's vectors.

    Each headline with a lead is shown without it as well: in the data a missing lead goes with one
    kind of news, and the head must not learn that a missing lead is bait.
    """
    from sklearn.linear_model import LogisticRegression

    titles, leads = vectors.titles.astype(float), vectors.leads.astype(float)
    present = (leads * leads).sum(axis=1) > 0.5
    parts = [titles, leads, titles * leads]
    means = [parts[0].mean(axis=0), *(part[present].mean(axis=0) for part in parts[1:])]
    scales = [
        np.maximum(parts[0].std(axis=0), 1e-6),
        *(np.maximum(part[present].std(axis=0), 1e-6) for part in parts[1:]),
    ]
    columns = [
        (part - mean) / scale for part, mean, scale in zip(parts, means, scales, strict=True)
    ]
    columns[1][~present] = 0.0
    columns[2][~present] = 0.0
    bare = np.hstack([columns[0], np.zeros_like(columns[1]), np.zeros_like(columns[2])])
    weights = np.where(present, 0.5, 1.0)
    model = LogisticRegression(C=_DENSE_C, max_iter=2_000, random_state=seed)
    model.fit(
        np.vstack([np.hstack(columns), bare[present]]),
        np.concatenate([labels, labels[present]]),
        sample_weight=np.concatenate([weights, weights[present]]),
    )
    slopes = [
        slope / scale for slope, scale in zip(np.split(model.coef_[0], 3), scales, strict=True)
    ]
    shifts = [float(slope @ mean) for slope, mean in zip(slopes, means, strict=True)]
    return DenseHead(
        title=slopes[0],
        lead=slopes[1],
        both=slopes[2],
        at_lead=-shifts[1] - shifts[2],
        bias=float(model.intercept_[0]) - shifts[0],
    )


def fit_ngram(buckets: Any, labels: Labels, seed: int) -> NgramHead:
    """Fit the part over hashed characters; buckets of a single headline weigh nothing."""
    from sklearn.linear_model import LogisticRegression

    seen = np.bincount(buckets.indices, minlength=buckets.shape[1])
    rarity = np.log((1 + buckets.shape[0]) / (1 + seen)) + 1.0
    rarity[seen < _MINIMUM_TITLES] = 0.0
    # liblinear penalises the intercept and shuffles by seed; its optimum is unique all the same
    model = LogisticRegression(C=_NGRAM_C, max_iter=500, solver="liblinear", random_state=seed)
    model.fit(_scaled(buckets, rarity), labels)
    return NgramHead(rarity, model.coef_[0], float(model.intercept_[0]))


def held_out_parts(
    vectors: HeadlineVectors, buckets: Any, labels: Labels, groups: Labels, seed: int
) -> Floats:
    """Return (n, 2) logits, dense and ngram, each from folds that did not see the row's story.

    Args:
        vectors: Of headlines and leads.
        buckets: Their hashed characters.
        labels: 1 for bait.
        groups: Story numbers.
        seed: Draws the folds.
    """
    from sklearn.model_selection import GroupKFold

    held_out = np.zeros((len(labels), 2))
    folds = GroupKFold(FOLDS, shuffle=True, random_state=seed)
    for train, rest in folds.split(labels, labels, groups):
        part = HeadlineVectors(vectors.titles[train], vectors.leads[train])
        other = HeadlineVectors(vectors.titles[rest], vectors.leads[rest])
        held_out[rest, 0] = fit_dense(part, labels[train], seed).logits(other)
        held_out[rest, 1] = fit_ngram(buckets[train], labels[train], seed).logits(buckets[rest])
    return held_out


def join_parts(held_out: Floats, labels: Labels, seed: int) -> tuple[Shares, Floats]:
    """Return the shares of held-out parts, one a column, and the logits that they give together."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=100.0, random_state=seed).fit(held_out, labels)
    shares = Shares(tuple(float(share) for share in model.coef_[0]), float(model.intercept_[0]))
    return shares, held_out @ model.coef_[0] + shares.bias


def fit_head(
    vectors: HeadlineVectors, buckets: Any, labels: Labels, shares: Shares, seed: int
) -> Head:
    """Return the head fitted on all rows; ``shares`` are those of dense, ngram and network."""
    dense, ngram, network = shares.parts
    return Head(
        dense=fit_dense(vectors, labels, seed),
        ngram=fit_ngram(buckets, labels, seed),
        share_dense=dense,
        share_ngram=ngram,
        share_network=network,
        bias=shares.bias,
    )


def _scaled(buckets: Any, rarity: Floats) -> Any:
    from scipy.sparse import diags_array

    weighted = buckets @ diags_array(rarity)
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    return (diags_array(1.0 / np.maximum(lengths, 1e-9)) @ weighted).tocsr()
