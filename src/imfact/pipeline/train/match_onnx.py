"""The nodes of match in the graph of the heads: measures, lines, trees over what they say, joined."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from imfact.pipeline.train.match_fit import EDIT_LOG_ODDS, MatchSignal
from imfact.pipeline.train.tree_onnx import tree_nodes

_LINES = ("swap", "edit")
_TERMS = ("from_features", "from_product", "from_distance", "bias")
Step = tuple[str, list[str], str]


def match_constants(signal: MatchSignal) -> dict[str, npt.NDArray[Any]]:
    """Return what :func:`match_nodes` refers to by name."""
    found: dict[str, npt.NDArray[Any]] = {
        "edit_log_odds": np.array([EDIT_LOG_ODDS]),
        "half": np.array([0.5]),
        "place_weight": signal.space.weight,
        "place_bias": signal.space.bias,
        "match_rarity": signal.rarity,
    }
    for name, line in zip(_LINES, (signal.swap, signal.edit), strict=True):
        found |= {
            f"{name}_w": line.features,
            f"{name}_w_product": line.product,
            f"{name}_w_distance": line.distance,
            f"{name}_bias": np.array([line.bias]),
        }
    return {name: value.astype(np.float32) for name, value in found.items()}


def match_nodes(signal: MatchSignal) -> list[Any]:
    """Return the nodes that make ``match`` float32 (n).

    They read query_vector and lead_vector, ngram_ids, ngram_values, ngram_carried,
    match_features, and the constants ``last``, which holds 1, and ``tiny``.
    """
    from onnx import helper

    # Any: onnx's generated classes carry no types
    measures = ["match_features", "place_column", "rare_column", "rare_squared_column"]
    steps: list[Step] = [
        *_placed("query"),
        *_placed("lead"),
        ("Mul", ["query_place", "lead_place"], "place_product"),
        ("ReduceSum", ["place_product", "last"], "place_cosine"),
        ("Unsqueeze", ["place_cosine", "last"], "place_column"),
        ("Gather", ["match_rarity", "ngram_ids"], "match_rarities"),
        ("Mul", ["ngram_values", "match_rarities"], "rare"),
        ("Mul", ["rare", "ngram_carried"], "rare_there"),
        *_share("rare", "rare_there", "rare_column"),
        ("Mul", ["rare", "rare"], "rare_squared"),
        ("Mul", ["rare_there", "rare_there"], "rare_squared_there"),
        *_share("rare_squared", "rare_squared_there", "rare_squared_column"),
        ("Concat", measures, "match_measures"),
        ("Mul", ["query_vector", "lead_vector"], "match_product"),
        ("Sub", ["query_vector", "lead_vector"], "difference"),
        ("Abs", ["difference"], "distance"),
        *_line("swap"),
        *_line("edit"),
        ("Concat", ["match_measures", "swap_column", "edit_column"], "match_read"),
    ]
    joined: list[Step] = [
        ("Add", ["swap_line", "swap_trees"], "swapped_twice"),
        ("Mul", ["swapped_twice", "half"], "swapped"),
        ("Exp", ["swapped"], "swapped_odds"),
        ("Add", ["edit_trees", "edit_log_odds"], "edited"),
        ("Exp", ["edited"], "edited_odds"),
        ("Add", ["edited_odds", "swapped_odds"], "match_odds"),
        ("Log", ["match_odds"], "match"),
    ]
    return [
        *_nodes(steps, helper),
        *tree_nodes(signal.swap_trees, "match_read", "swap_trees"),
        *tree_nodes(signal.edit_trees, "match_read", "edit_trees"),
        *_nodes(joined, helper),
    ]


def _placed(name: str) -> list[Step]:
    """Return the steps that put a vector into the space, at length 1."""
    own = f"{name}_place"
    return [
        ("MatMul", [f"{name}_vector", "place_weight"], f"{own}_turned"),
        ("Add", [f"{own}_turned", "place_bias"], f"{own}_raw"),
        ("Mul", [f"{own}_raw", f"{own}_raw"], f"{own}_squares"),
        ("ReduceSum", [f"{own}_squares", "last"], f"{own}_square_length"),
        ("Sqrt", [f"{own}_square_length"], f"{own}_bare_length"),
        ("Max", [f"{own}_bare_length", "tiny"], f"{own}_length"),
        ("Unsqueeze", [f"{own}_length", "last"], f"{own}_length_column"),
        ("Div", [f"{own}_raw", f"{own}_length_column"], own),
    ]


def _share(whole: str, part: str, column: str) -> list[Step]:
    """Return the steps that sum two tensors over each row and divide."""
    return [
        ("ReduceSum", [part, "last"], f"{part}_sum"),
        ("ReduceSum", [whole, "last"], f"{whole}_sum"),
        ("Max", [f"{whole}_sum", "tiny"], f"{whole}_safe"),
        ("Div", [f"{part}_sum", f"{whole}_safe"], f"{part}_share"),
        ("Unsqueeze", [f"{part}_share", "last"], column),
    ]


def _line(name: str) -> list[Step]:
    return [
        ("MatMul", ["match_measures", f"{name}_w"], f"{name}_from_features"),
        ("MatMul", ["match_product", f"{name}_w_product"], f"{name}_from_product"),
        ("MatMul", ["distance", f"{name}_w_distance"], f"{name}_from_distance"),
        ("Sum", [f"{name}_{part}" for part in _TERMS], f"{name}_line"),
        ("Unsqueeze", [f"{name}_line", "last"], f"{name}_column"),
    ]


def _nodes(steps: list[Step], helper: Any) -> list[Any]:  # Any: onnx's module is loaded late
    how: dict[str, dict[str, int]] = {"ReduceSum": {"keepdims": 0}, "Concat": {"axis": 1}}
    return [
        helper.make_node(kind, inputs, [output], name=output, **how.get(kind, {}))
        for kind, inputs, output in steps
    ]
