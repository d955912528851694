"""Writes coherence as two small ONNX graphs: the space of sentences and the trees over segments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from imfact.pipeline.train.coherence_fit import CoherenceSignal
from imfact.pipeline.train.tree_onnx import DOMAIN, tree_nodes
from imfact.pipeline.train.tree_onnx import OPSET as TREE_OPSET

_OPSET = 17
_IR = 8


def export_coherence(signal: CoherenceSignal, sentences: Path, segments: Path) -> None:
    """Write both graphs.

    ``sentences``: vectors float32 (n, d) to places float32 (n, width), of length 1. ``segments``:
    coherence_features float32 (m, f) to logits float32 (m), one a segment; the features' names stand
    in its metadata.
    """
    from onnx import helper, numpy_helper

    space = signal.space
    constants = {
        "weight": space.weight.astype(np.float32),
        "bias": space.bias.astype(np.float32),
        "tiny": np.array([1e-9], dtype=np.float32),
        "last": np.array([1], dtype=np.int64),
    }
    steps = [
        ("MatMul", ["vectors", "weight"], "turned", {}),
        ("Add", ["turned", "bias"], "placed", {}),
        ("Mul", ["placed", "placed"], "squares", {}),
        ("ReduceSum", ["squares", "last"], "square_length", {"keepdims": 1}),
        ("Sqrt", ["square_length"], "length", {}),
        ("Max", ["length", "tiny"], "safe_length", {}),
        ("Div", ["placed", "safe_length"], "places", {}),
    ]
    _write(
        sentences,
        [
            helper.make_node(kind, given, [made], name=made, **how)
            for kind, given, made, how in steps
        ],
        ("vectors", space.weight.shape[0]),
        ("places", ["n", space.weight.shape[1]]),
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
        {},
    )
    _write(
        segments,
        tree_nodes(signal.trees, "coherence_features", "logits"),
        ("coherence_features", len(signal.names)),
        ("logits", ["n"]),
        [],
        {"coherence_features": ",".join(signal.names)},
    )


def _write(
    path: Path,
    nodes: Sequence[Any],  # Any: onnx's generated classes carry no types
    given: tuple[str, int],
    made: tuple[str, list[str | int]],
    constants: Sequence[Any],
    named: dict[str, str],
) -> None:
    from onnx import TensorProto, checker, helper, save

    real = TensorProto.FLOAT
    graph = helper.make_graph(
        nodes,
        path.stem,
        [helper.make_tensor_value_info(given[0], real, ["n", given[1]])],
        [helper.make_tensor_value_info(made[0], real, made[1])],
        constants,
    )
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(DOMAIN, TREE_OPSET)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR)
    helper.set_model_props(model, named)
    checker.check_model(model, full_check=True)
    save(model, path)
