"""Builds the network of the encoder from the source's tensors and exports it as int8 ONNX."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from imfact.pipeline.train.e5_source import E5Source

if TYPE_CHECKING:
    import torch

OPSET = 21

# Our names of a layer's parts → those of transformers' BertModel.
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def build(source: E5Source, kept: Sequence[int]) -> torch.nn.Module:
    """Return the network (ids, mask) → unit vectors with the vocabulary cut to ``kept``.

    Word vectors stay the source's four-bit values with their block scales, so that they lose nothing.
    """
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=1,  # word vectors live in the wrapper
        hidden_size=source.hidden,
        num_hidden_layers=source.layers,
        num_attention_heads=source.heads,
        intermediate_size=source.inner,
        max_position_embeddings=source.positions,
        layer_norm_eps=source.epsilon,
        pad_token_id=0,
    )
    config._attn_implementation = "eager"
    bert = BertModel(config, add_pooling_layer=False)
    state = dict(bert.state_dict())
    tensors = _named(source)
    for key in state:
        if key in tensors:
            state[key] = torch.from_numpy(tensors.pop(key)).reshape(state[key].shape)
    if tensors:
        raise KeyError(sorted(tensors))
    bert.load_state_dict(state)
    index = np.asarray(kept)

    class Encoder(torch.nn.Module):
        """Word vectors from blocks, the transformer, the mean over the text, unit length."""

        def __init__(self) -> None:
            super().__init__()
            self.bert = bert
            self.register_buffer("word_values", torch.from_numpy(source.words.values[index]))
            self.register_buffer("word_scales", torch.from_numpy(source.words.scales[index]))

        def embedded(self, ids: torch.Tensor) -> torch.Tensor:
            """Return the first layer's input, (n, tokens, hidden)."""
            values = torch.nn.functional.embedding(ids, self.word_values.flatten(1))
            scales = torch.nn.functional.embedding(ids, self.word_scales.flatten(1))
            blocks = values.float().unflatten(2, (-1, 32)) * scales.float().unsqueeze(3)
            states: torch.Tensor = self.bert.embeddings(inputs_embeds=blocks.flatten(2))
            return states

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            present = mask.float()
            # Added to the attention scores; the mask is given so, ready made, to keep the graph plain.
            bias = ((1.0 - present) * -1e4)[:, None, None, :]
            states = self.embedded(ids)
            for layer in self.bert.encoder.layer:
                states = layer(states, bias)
                states = states[0] if isinstance(states, tuple) else states
            pooled = (states * present.unsqueeze(2)).sum(1) / present.sum(1, keepdim=True)
            return torch.nn.functional.normalize(pooled, dim=1)

    return Encoder().eval()


def _named(source: E5Source) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    named = {
        "embeddings.position_embeddings.weight": source.vectors["emb.pos"],
        "embeddings.token_type_embeddings.weight": source.vectors["emb.type"],
        "embeddings.LayerNorm.weight": source.vectors["emb.ln.w"],
        "embeddings.LayerNorm.bias": source.vectors["emb.ln.b"],
    }
    for number in range(source.layers):
        for short, long in _PARTS.items():
            prefix = f"encoder.layer.{number}.{long}"
            weight = f"l{number}.{short}.w"
            matrix = source.matrices.get(weight)
            named[f"{prefix}.weight"] = (
                source.vectors[weight] if matrix is None else matrix.dequantised()
            )
            named[f"{prefix}.bias"] = source.vectors[f"l{number}.{short}.b"]
    return named


def export_float(network: torch.nn.Module, path: Path) -> None:
    """Write the network as float32 ONNX with free batch and length."""
    import torch

    ids = torch.ones((2, 9), dtype=torch.int64)
    axes = {0: torch.export.Dim("texts"), 1: torch.export.Dim("tokens", max=512)}
    torch.onnx.export(
        network,
        (ids, torch.ones_like(ids)),
        path,
        input_names=["ids", "mask"],
        output_names=["vectors"],
        dynamic_shapes=(axes, axes),
        opset_version=OPSET,
        dynamo=True,
        external_data=False,
        verbose=False,
    )


def quantise(float_path: Path, path: Path) -> None:
    """Write the int8 form: matrix products dynamic, weights per channel; word vectors as they are.

    Weights keep seven bits: with eight, processors without VNNI saturate and answer otherwise.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        float_path,
        path,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )
    forget_where_it_was_made(path)


def forget_where_it_was_made(path: Path) -> None:
    """Drop what the exporter notes beside each node: lines of the code, with the paths of this machine."""
    import onnx

    model = onnx.load(path)
    model.ClearField("metadata_props")
    for part in (model.graph, *model.graph.node, *model.graph.value_info, *model.graph.initializer):
        part.ClearField("metadata_props")
    onnx.save(model, path)
