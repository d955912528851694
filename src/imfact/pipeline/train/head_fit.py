"""Fits the head of style: characters of the headline, joined with the network's logit. No files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from imfact.adapters.classifier.ngrams import NgramForm, headline_buckets
from imfact.pipeline.train.prepare import Split

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

FOLDS = 5
_NGRAM_C = 5.0
_MINIMUM_TITLES = 2


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
    """The parts and their shares: logit = share_ngram·ngram + share_network·network."""

    ngram: NgramHead
    share_ngram: float
    share_network: float

    def join(self, ngram: Floats, network: Floats) -> Floats:
        """Return the logits that those of the parts give together."""
        return self.share_ngram * ngram + self.share_network * network


def bucket_matrix(titles: Sequence[str], form: NgramForm) -> Any:
    """Return the headlines' buckets as a sparse matrix."""
    from scipy.sparse import csr_matrix

    rows = [headline_buckets(title, form) for title in titles]
    places = np.concatenate([np.fromiter(row.keys(), dtype=np.int64) for row in rows])
    values = np.concatenate([np.fromiter(row.values(), dtype=np.float64) for row in rows])
    ends = np.cumsum([0, *(len(row) for row in rows)])
    return csr_matrix((values, places, ends), shape=(len(rows), form.buckets))


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


def event_folds(groups: Labels, seed: int) -> list[Split]:
    """Return folds of which none has a story in two; linear parts are cheap enough for more of them."""
    from sklearn.model_selection import GroupKFold

    return list(GroupKFold(FOLDS, shuffle=True, random_state=seed).split(groups, groups, groups))


def left_out_ngrams(buckets: Any, labels: Labels, splits: Sequence[Split], seed: int) -> Floats:
    """Return a logit a row by the line of the split that asks for it; NaN where none does.

    Args:
        buckets: The headlines' hashed characters.
        labels: 1 for bait.
        splits: Who learns of which rows, and is asked for which.
        seed: For what is drawn.
    """
    logits = np.full(len(labels), np.nan)
    for learned, asked in splits:
        line = fit_ngram(buckets[learned], labels[learned], seed)
        logits[asked] = line.logits(buckets[asked])
    return logits


def fit_shares(ngram: Floats, network: Floats, labels: Labels, sources: Labels) -> Floats:
    """Return how much of both parts' logits goes into the joint one.

    Each source has an intercept of its own: which of two headlines of a source baits is asked, not
    which source does.

    Args:
        ngram: A logit a row of a part that did not learn of it; NaN leaves the row out.
        network: The network's.
        labels: 1 for bait.
        sources: Number of a row's source.
    """
    from sklearn.linear_model import LogisticRegression

    asked = np.isfinite(ngram)
    own = sources[asked, None] == np.unique(sources[asked])
    columns = np.column_stack([ngram[asked], network[asked], own])
    model = LogisticRegression(C=100.0, max_iter=1_000).fit(columns, labels[asked])
    return np.asarray(model.coef_[0][:2])


def _scaled(buckets: Any, rarity: Floats) -> Any:
    from scipy.sparse import diags_array

    weighted = buckets @ diags_array(rarity)
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    return (diags_array(1.0 / np.maximum(lengths, 1e-9)) @ weighted).tocsr()
