"""Weights in eight bits: what is kept, what is lost, and what a session answers."""

from __future__ import annotations

import numpy as np
import pytest

from imfact.adapters.onnx_session import open_session
from imfact.pipeline.train.tune.quantisation import quantise_weights

onnx = pytest.importorskip("onnx", reason="the train extra is not installed")
pytestmark = pytest.mark.train


def weights(seed: int):
    """One matrix of multiples of a scale a block, as the encoder's are, and one that learned."""
    generator = np.random.default_rng(seed)
    values = generator.integers(-7, 8, size=(2, 32, 64))
    values[:, 5] = -8  # the loudest of each block
    scales = generator.uniform(0.001, 0.1, size=(2, 1, 64)).astype(np.float16)
    source = (values * scales.astype(np.float32)).reshape(64, 64).astype(np.float32)
    learned = generator.normal(size=(64, 10)).astype(np.float32)
    learned[:16, 3] = 0.0
    return source, learned


@pytest.fixture
def network(tmp_path):
    """Return the file of ``(x @ source) @ learned``, quantised, with what it was made of."""
    helper, numpy_helper, real = onnx.helper, onnx.numpy_helper, onnx.TensorProto.FLOAT
    source, learned = weights(3)
    graph = helper.make_graph(
        [
            helper.make_node("MatMul", ["x", "source"], ["between"]),
            helper.make_node("MatMul", ["between", "learned"], ["y"]),
        ],
        "g",
        [helper.make_tensor_value_info("x", real, ["n", 64])],
        [helper.make_tensor_value_info("y", real, ["n", 10])],
        [numpy_helper.from_array(source, "source"), numpy_helper.from_array(learned, "learned")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    path = tmp_path / "model.onnx"
    onnx.save(model, path)
    quantise_weights(path)
    return path, source, learned


def kept(path):
    """Return each matrix as the file tells it, and the type its values have."""
    model = onnx.load(path)
    arrays = {one.name: onnx.numpy_helper.to_array(one) for one in model.graph.initializer}
    types = {one.name: one.data_type for one in model.graph.initializer}
    found = {}
    for name in ("source", "learned"):
        values, scales = arrays[f"{name}_values"].astype(np.float32), arrays[f"{name}_scales"]
        repeated = scales.repeat(len(values) // len(scales), axis=0)
        found[name] = (values * repeated, types[f"{name}_values"])
    return found


def test_the_encoders_own_weights_lose_nothing(network):
    path, source, _ = network
    matrix, kind = kept(path)["source"]
    assert kind == onnx.TensorProto.INT4
    assert np.allclose(matrix, source, rtol=1e-6, atol=0)


def test_what_learned_is_off_by_a_step_at_most(network):
    path, _, learned = network
    matrix, kind = kept(path)["learned"]
    assert kind == onnx.TensorProto.INT8
    loudest = np.abs(learned.reshape(4, 16, 10)).max(1).repeat(16, axis=0)
    # The loudest of the other sign is a step further than int8 reaches.
    assert (np.abs(matrix - learned) <= loudest / 128 * 1.001).all()
    assert np.abs(matrix - learned).mean() < np.abs(learned).mean() / 200
    assert (matrix[:16, 3] == 0).all()


def test_inputs_of_a_product_are_not_rounded(network):
    path, source, _ = network
    given = np.random.default_rng(5).normal(size=(7, 64)).astype(np.float32)
    given[0, 0] = 300.0  # beside which eight bits would leave the others nothing
    (answer,) = open_session(path, 1).run(None, {"x": given})
    matrix, _ = kept(path)["learned"]
    assert np.allclose(answer, given @ source @ matrix, rtol=1e-4, atol=1e-4)
