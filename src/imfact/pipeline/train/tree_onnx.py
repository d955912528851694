"""Writes boosted trees as one node of an ONNX graph. Not for fitting them."""

from __future__ import annotations

from typing import Any

import numpy as np

from imfact.pipeline.train.trees import TreeSignal

DOMAIN, OPSET = "ai.onnx.ml", 3
"""What a graph with such a node must import."""


def tree_nodes(signal: TreeSignal, features: str, output: str) -> list[Any]:
    """Return the nodes that make ``output`` float32 (n) of ``features`` float32 (n, f).

    The names of inner nodes and constants begin with ``output``. The graph must import version
    ``OPSET`` of ``DOMAIN``.
    """
    from onnx import TensorProto, helper

    # Any: onnx's generated classes carry no types
    column, axis = f"{output}_column", f"{output}_axis"
    return [
        helper.make_node(
            "TreeEnsembleRegressor",
            [features],
            [column],
            name=column,
            domain=DOMAIN,
            **_attributes(signal),
        ),
        helper.make_node(
            "Constant", [], [axis], value=helper.make_tensor(axis, TensorProto.INT64, [1], [1])
        ),
        helper.make_node("Squeeze", [column, axis], [output], name=output),
    ]


def _attributes(signal: TreeSignal) -> dict[str, Any]:
    """Return all trees in the node's form: one entry a node of any tree, one a leaf."""
    sizes = [len(tree.left) for tree in signal.trees]
    owner = np.repeat(np.arange(len(sizes)), sizes)
    number = np.concatenate([np.arange(size) for size in sizes])
    left = np.concatenate([tree.left for tree in signal.trees])
    right = np.concatenate([tree.right for tree in signal.trees])
    value = np.concatenate([tree.value for tree in signal.trees])
    leaf = left < 0
    return {
        "n_targets": 1,
        "aggregate_function": "SUM",
        "post_transform": "NONE",
        "base_values": [signal.bias],
        "nodes_treeids": owner.tolist(),
        "nodes_nodeids": number.tolist(),
        "nodes_featureids": np.concatenate([tree.feature for tree in signal.trees]).tolist(),
        "nodes_values": np.concatenate([tree.threshold for tree in signal.trees]).tolist(),
        "nodes_modes": np.where(leaf, "LEAF", "BRANCH_LEQ").tolist(),
        "nodes_truenodeids": np.maximum(left, 0).tolist(),
        "nodes_falsenodeids": np.maximum(right, 0).tolist(),
        "nodes_missing_value_tracks_true": [0] * len(left),
        "target_treeids": owner[leaf].tolist(),
        "target_nodeids": number[leaf].tolist(),
        "target_ids": [0] * int(leaf.sum()),
        "target_weights": value[leaf].tolist(),
    }
