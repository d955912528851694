"""Keeps the weights of an ONNX network in eight bits, almost without changing what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

# The encoder's weights, in layers that did not learn, are multiples of a scale a block as it is.
_SOURCE_BLOCK, _SOURCE_STEPS = 32, 8
_BLOCK, _STEPS = 16, 128
_OFF_GRID = 1e-3


def quantise_weights(path: Path) -> None:
    """Write the weights of the file's matrix products as int8 in blocks, int4 where that is exact.

    Only weights are rounded (DequantizeLinear, block-wise): a runtime multiplies them out when it
    loads, and products are those of float32. What is left of rounding is a tenth of what eight bits
    for the inputs of a product cost.

    Args:
        path: Float32 ONNX of opset 21; rewritten.
    """
    import onnx
    from ml_dtypes import int4
    from onnx import helper, numpy_helper

    model = onnx.load(path)
    constants = {constant.name: constant for constant in model.graph.initializer}
    nodes = []
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[1] in constants:
            name = node.input[1]
            weight = numpy_helper.to_array(constants[name])
            values, scales, block, exact = _blocks(weight)
            kept = values.astype(int4) if exact else values
            given = [f"{name}_values", f"{name}_scales"]
            model.graph.initializer.extend(
                numpy_helper.from_array(array, own)
                for array, own in zip((kept, scales), given, strict=True)
            )
            model.graph.initializer.remove(constants.pop(name))
            nodes.append(
                helper.make_node("DequantizeLinear", given, [name], axis=0, block_size=block)
            )
    for node in reversed(nodes):
        model.graph.node.insert(0, node)
    onnx.save(model, path)


def _blocks(weight: Floats) -> tuple[npt.NDArray[np.int8], Floats, int, bool]:
    """Return values (in, out), scales (in / block, out), the block, and whether nothing is lost."""
    steps, scales = _steps(weight, _SOURCE_BLOCK, _SOURCE_STEPS)
    exact = bool(np.abs(steps - np.rint(steps)).max() < _OFF_GRID)
    block = _SOURCE_BLOCK if exact else _BLOCK
    if not exact:
        steps, scales = _steps(weight, _BLOCK, _STEPS)
    values = np.rint(steps).clip(-_STEPS, _STEPS - 1).astype(np.int8)
    return values.reshape(weight.shape), scales[:, 0], block, exact


def _steps(weight: Floats, block: int, most: int) -> tuple[Floats, Floats]:
    """Return each value in steps (blocks, block, out), the loudest of a block ``-most``, and the step."""
    blocks = weight.reshape(-1, block, weight.shape[1])
    loudest = np.take_along_axis(blocks, np.abs(blocks).argmax(1, keepdims=True), 1)
    scales = loudest / np.float32(-most)
    scales[scales == 0] = 1.0
    return blocks / scales, scales
