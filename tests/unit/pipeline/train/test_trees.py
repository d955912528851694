"""Boosted trees: what is fitted, and what the ONNX node of them answers."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest

from imfact.pipeline.train.trees import Tree, TreeSettings, TreeSignal, fit_trees

STUMP = Tree(
    feature=np.array([1, 0, 0]),
    threshold=np.array([0.5, 0, 0], dtype=np.float32),
    left=np.array([1, -1, -1]),
    right=np.array([2, -1, -1]),
    value=np.array([0, -1, 2], dtype=np.float32),
)


def rows(seed: int, count: int = 600):
    """Two noisy features of five tell, and only together."""
    generator = np.random.default_rng(seed)
    features = generator.normal(size=(count, 5)).astype(np.float32)
    told = features[:, 0] * features[:, 1] + 0.3 * generator.normal(size=count)
    return features, (told > 0).astype(np.int64)


def test_a_tree_sends_a_row_left_up_to_its_threshold():
    signal = TreeSignal(("a", "b"), (STUMP, STUMP), 0.25)
    found = signal.logits(np.array([[9, 0.5], [9, 0.51], [9, -3]]))
    assert found.tolist() == [-1.75, 4.25, -1.75]


def in_onnx(signal: TreeSignal, features):
    from onnx import TensorProto, checker, helper

    from imfact.pipeline.train.tree_onnx import DOMAIN, OPSET, tree_nodes

    real = TensorProto.FLOAT
    graph = helper.make_graph(
        tree_nodes(signal, "features", "logit"),
        "trees",
        [helper.make_tensor_value_info("features", real, ["n", features.shape[1]])],
        [helper.make_tensor_value_info("logit", real, ["n"])],
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(DOMAIN, OPSET)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=8)
    checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    return session.run(["logit"], {"features": features})[0]


@pytest.mark.train
def test_the_node_answers_as_the_stump():
    pytest.importorskip("onnx", reason="the train extra is not installed")
    signal = TreeSignal(("a", "b"), (STUMP,), 0.25)
    given = np.array([[9, 0.5], [9, 0.51]], dtype=np.float32)
    assert in_onnx(signal, given).tolist() == [-0.75, 2.25]
    assert in_onnx(signal, given[:1]).shape == (1,)


@pytest.mark.train
@pytest.mark.parametrize("bags", [1, 3])
def test_what_was_fitted_answers_alike_everywhere(bags):
    pytest.importorskip("onnx", reason="the train extra is not installed")
    features, labels = rows(1)
    groups = np.arange(len(labels)) // 3
    how = TreeSettings(rounds=40, bags=bags)
    signal = fit_trees("abcde", features, labels, groups, 7, settings=how)
    unseen, truth = rows(2)
    logits = signal.logits(unseen)
    assert ((logits > 0) == truth).mean() > 0.75
    # Values on a threshold, too, go where training sent them.
    edge = np.tile(signal.trees[0].threshold[:1], (4, 5)).astype(np.float32)
    for given in (unseen, features, edge):
        assert np.abs(in_onnx(signal, given) - signal.logits(given)).max() < 1e-4


@pytest.mark.train
def test_trees_answer_as_their_maker_did():
    ensemble = pytest.importorskip("sklearn.ensemble", reason="the train extra is not installed")
    features, labels = rows(3)
    how = TreeSettings(rounds=30, bags=1, features_a_split=1.0)
    weights = np.where(labels == 1, 2.0, 1.0)
    signal = fit_trees(
        "abcde", features, labels, np.arange(len(labels)), 7, weights=weights, settings=how
    )
    model = ensemble.HistGradientBoostingClassifier(
        max_iter=how.rounds,
        learning_rate=how.rate,
        max_leaf_nodes=how.leaves,
        min_samples_leaf=how.rows_a_leaf,
        l2_regularization=how.penalty,
        early_stopping=False,
    ).fit(features, labels, sample_weight=weights)
    for given in (features, rows(4)[0]):
        assert np.abs(signal.logits(given) - model.decision_function(given)).max() < 1e-4
