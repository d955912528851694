"""Writes the fitted heads of style and match as one ONNX graph: characters, vectors, features in; logits out."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from imfact.pipeline.train.head_fit import Head
from imfact.pipeline.train.match_fit import MatchSignal
from imfact.pipeline.train.match_onnx import match_constants, match_nodes
from imfact.pipeline.train.tree_onnx import DOMAIN as TREES
from imfact.pipeline.train.tree_onnx import OPSET as TREES_OPSET

_OPSET = 17
_IR = 8


def export_heads(head: Head, match: MatchSignal, path: Path) -> None:
    """Write ``heads.onnx``.

    Inputs: network_logit float32 (n), of the fine-tuned network; ngram_ids int64, ngram_values and
    ngram_carried float32 (n, l), padded with bucket 0 of value 0, the last 1 where the lead has the
    characters; for match, query_vector (the headline's as a query) and lead_vector float32 (n, d) and
    match_features float32 (n, f). Outputs: logit and match float32 (n). What match was trained on
    stands in the graph's metadata.
    """
    from onnx import TensorProto, checker, helper, numpy_helper, save

    shares = {
        "bias": np.array([head.share_ngram * head.ngram.bias]),
        "rarity": head.ngram.rarity,
        "w_ngram": head.share_ngram * head.ngram.weight,
        "tiny": np.array([1e-9]),
        "share_network": np.array([head.share_network]),
    }
    shares |= match_constants(match)
    constants = [numpy_helper.from_array(v.astype(np.float32), k) for k, v in shares.items()]
    constants.append(numpy_helper.from_array(np.array([1], dtype=np.int64), "last"))
    steps = [
        ("Gather", ["rarity", "ngram_ids"], "rarities"),
        ("Mul", ["ngram_values", "rarities"], "weighted"),
        ("Mul", ["weighted", "weighted"], "weighted_squares"),
        ("ReduceSum", ["weighted_squares", "last"], "square_length"),
        ("Sqrt", ["square_length"], "length"),
        ("Max", ["length", "tiny"], "safe_length"),
        ("Gather", ["w_ngram", "ngram_ids"], "weights"),
        ("Mul", ["weighted", "weights"], "contributions"),
        ("ReduceSum", ["contributions", "last"], "contribution"),
        ("Div", ["contribution", "safe_length"], "from_ngrams"),
        ("Mul", ["network_logit", "share_network"], "from_network"),
        ("Sum", ["from_ngrams", "from_network", "bias"], "logit"),
    ]
    nodes = [
        *(
            helper.make_node(kind, inputs, [output], name=output, **_attributes(kind))
            for kind, inputs, output in steps
        ),
        *match_nodes(match),
    ]
    real, whole = TensorProto.FLOAT, TensorProto.INT64
    graph = helper.make_graph(
        nodes,
        "clickbait_head",
        [
            helper.make_tensor_value_info("query_vector", real, ["n", len(match.swap.product)]),
            helper.make_tensor_value_info("lead_vector", real, ["n", len(match.swap.product)]),
            helper.make_tensor_value_info("ngram_ids", whole, ["n", "l"]),
            helper.make_tensor_value_info("ngram_values", real, ["n", "l"]),
            helper.make_tensor_value_info("ngram_carried", real, ["n", "l"]),
            helper.make_tensor_value_info("network_logit", real, ["n"]),
            helper.make_tensor_value_info("match_features", real, ["n", len(match.names)]),
        ],
        [helper.make_tensor_value_info(name, real, ["n"]) for name in ("logit", "match")],
        constants,
    )
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(TREES, TREES_OPSET)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR)
    helper.set_model_props(model, {"match_features": ",".join(match.names)})
    checker.check_model(model, full_check=True)
    save(model, path)


def _attributes(kind: str) -> dict[str, int]:
    return {"keepdims": 0} if kind == "ReduceSum" else {}
