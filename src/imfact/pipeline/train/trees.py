"""Boosted trees over measured features: fitted here, written as one ONNX node by tree_onnx.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TreeSettings:
    """How trees are grown; the defaults suit some thousands of rows and some dozen features."""

    rounds: int = 150
    rate: float = 0.05
    leaves: int = 12
    rows_a_leaf: int = 20
    penalty: float = 5.0
    features_a_split: float = 0.5
    """Share of the features that are looked at where a tree is split."""
    bags: int = 5
    """So many ensembles, each of its own draw of groups, are averaged; 1: no draw."""


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree as arrays over its nodes, the first being the root.

    A row goes left where its ``feature`` is at most ``threshold``; where ``left`` is -1 it has
    arrived and adds ``value``.
    """

    feature: npt.NDArray[np.int64]
    threshold: npt.NDArray[np.float32]
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    value: npt.NDArray[np.float32]

    def values(self, features: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return what it adds to each row."""
        rows = np.arange(len(features))
        at = np.zeros(len(features), dtype=np.int64)
        while True:
            moving = self.left[at] >= 0
            if not moving.any():
                return self.value[at]
            low = features[rows, self.feature[at]] <= self.threshold[at]
            at = np.where(moving, np.where(low, self.left[at], self.right[at]), at)


@dataclass(frozen=True, slots=True)
class TreeSignal:
    """Logit = bias + Σ what each tree adds. Features are read as float32, as in serving."""

    names: tuple[str, ...]
    trees: tuple[Tree, ...]
    bias: float

    def logits(self, features: npt.NDArray[Any]) -> Floats:
        """Return a logit a row."""
        narrow = np.asarray(features, dtype=np.float32)
        found = np.full(len(narrow), self.bias)
        for tree in self.trees:
            found += tree.values(narrow)
        return found


def fit_trees(
    names: Sequence[str],
    features: npt.NDArray[Any],
    labels: Labels,
    groups: Labels,
    seed: int,
    *,
    weights: Floats | None = None,
    settings: TreeSettings | None = None,
) -> TreeSignal:
    """Fit boosted trees on the log loss; without ``weights`` both classes weigh alike.

    Args:
        names: The features, one a column.
        features: One row an example, finite.
        labels: 1 for the problem.
        groups: Rows of one group are drawn into a bag together.
        seed: Draws.
        weights: One a row.
        settings: How they are grown.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier

    how = settings or TreeSettings()
    narrow = np.asarray(features, dtype=np.float32)
    each = balanced(labels) if weights is None else weights
    generator = np.random.default_rng(seed)
    members, place = np.unique(groups, return_inverse=True)
    trees: list[Tree] = []
    bias = 0.0
    for bag in range(how.bags):
        drawn = np.ones(len(members))
        if how.bags > 1:
            choice = generator.integers(len(members), size=len(members))
            drawn = np.bincount(choice, minlength=len(members)).astype(np.float64)
        rows = np.flatnonzero(drawn[place])
        model = HistGradientBoostingClassifier(
            max_iter=how.rounds,
            learning_rate=how.rate,
            max_leaf_nodes=how.leaves,
            min_samples_leaf=how.rows_a_leaf,
            l2_regularization=how.penalty,
            max_features=how.features_a_split,
            early_stopping=False,
            random_state=seed + bag,
        )
        model.fit(narrow[rows], labels[rows], sample_weight=(each * drawn[place])[rows])
        # sklearn has no public view of these trees; a test holds that they answer as it does.
        bias += float(np.ravel(model._baseline_prediction)[0]) / how.bags
        trees += [_tree(grown.nodes, how.bags) for (grown,) in model._predictors]
    return TreeSignal(tuple(names), tuple(trees), bias)


def balanced(labels: Labels) -> Floats:
    """Return a weight a row by which both classes weigh alike."""
    share = labels.mean()
    return np.asarray(np.where(labels == 1, 0.5 / share, 0.5 / (1 - share)), dtype=np.float64)


def _tree(nodes: Any, bags: int) -> Tree:  # Any: sklearn's record array
    leaf = nodes["is_leaf"].astype(bool)
    wide = np.where(leaf, 0.0, nodes["num_threshold"])
    near = wide.astype(np.float32)
    # The nearest float32 that is not above: then float32 features fall on the same side.
    threshold = np.where(near > wide, np.nextafter(near, np.float32(-np.inf)), near)
    return Tree(
        feature=np.where(leaf, 0, nodes["feature_idx"]).astype(np.int64),
        threshold=threshold.astype(np.float32),
        left=np.where(leaf, -1, nodes["left"].astype(np.int64)),
        right=np.where(leaf, -1, nodes["right"].astype(np.int64)),
        value=np.where(leaf, nodes["value"] / bags, 0.0).astype(np.float32),
    )
