"""The nodes of match in the graph of the heads: two lines, trees over what they say, both ways joined."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from imfact.pipeline.train.match_fit import EDIT_LOG_ODDS, MatchSignal
from imfact.pipeline.train.tree_onnx import tree_nodes

_LINES = ("swap", "edit")
_TERMS = ("from_features", "from_product", "from_distance", "bias")
Steps = list[tuple[str, list[str], str]]


def match_constants(signal: MatchSignal) -> dict[str, npt.NDArray[Any]]:
    """Return what :func:`match_nodes` refers to by name."""
    found: dict[str, npt.NDArray[Any]] = {
        "edit_log_odds": np.array([EDIT_LOG_ODDS], dtype=np.float32)
    }
    for name, line in zip(_LINES, (signal.swap, signal.edit), strict=True):
        parts = {
            "w": line.features,
            "w_product": line.product,
            "w_distance": line.distance,
            "bias": np.array([line.bias]),
        }
        found |= {f"{name}_{key}": value.astype(np.float32) for key, value in parts.items()}
    return found


def match_nodes(signal: MatchSignal) -> list[Any]:
    """Return the nodes that make ``match`` float32 (n).

    They read title_vector, lead_vector and their ``product``, match_features, and the constant
    ``last``, which holds 1.
    """
    from onnx import helper

    # Any: onnx's generated classes carry no types
    before: Steps = [
        ("Sub", ["title_vector", "lead_vector"], "difference"),
        ("Abs", ["difference"], "distance"),
    ]
    for name in _LINES:
        before += [
            ("MatMul", ["match_features", f"{name}_w"], f"{name}_from_features"),
            ("MatMul", ["product", f"{name}_w_product"], f"{name}_from_product"),
            ("MatMul", ["distance", f"{name}_w_distance"], f"{name}_from_distance"),
            (
                "Sum",
                [f"{name}_{part}" for part in _TERMS],
                f"{name}_line",
            ),
            ("Unsqueeze", [f"{name}_line", "last"], f"{name}_column"),
        ]
    after: Steps = [
        ("Add", ["edit_trees", "edit_log_odds"], "edited"),
        ("Exp", ["edited"], "edited_odds"),
        ("Exp", ["swap_line"], "swapped_odds"),
        ("Add", ["edited_odds", "swapped_odds"], "match_odds"),
        ("Log", ["match_odds"], "match"),
    ]
    measured = ["match_features", *(f"{name}_column" for name in _LINES)]
    return [
        *(helper.make_node(kind, inputs, [output], name=output) for kind, inputs, output in before),
        helper.make_node("Concat", measured, ["edit_measures"], name="edit_measures", axis=1),
        *tree_nodes(signal.trees, "edit_measures", "edit_trees"),
        *(helper.make_node(kind, inputs, [output], name=output) for kind, inputs, output in after),
    ]
