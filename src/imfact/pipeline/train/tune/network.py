"""The clickbait network: a headline in; ordinal score and tactic logits out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imfact.adapters.text_model import PAD
from imfact.contracts.assessment import TACTICS
from imfact.pipeline.train import e5_network
from imfact.pipeline.train.e5_source import E5Source

if TYPE_CHECKING:
    import torch

# Score of a reading at least 1, at least 2, at least 3.
ORDINALS = 3
_DROPOUT = 0.1


def build(source: E5Source, kept: Sequence[int], first_trained: int) -> torch.nn.Module:
    """Return the network (ids) → score (n, 3), tactic (n, tactics), both logits.

    It starts from the encoder's weights and is a model of its own. ``ids`` holds ``<s> headline </s>``
    padded with 1; layers below ``first_trained`` and the word vectors stay as they are. Ordinal
    targets and the tactic as a second task: a score of 2 says more than "bait".
    """
    import torch

    encoder: Any = e5_network.build(source, kept)
    for parameter in encoder.bert.embeddings.parameters():
        parameter.requires_grad_(False)
    for layer in encoder.bert.encoder.layer[:first_trained]:
        for parameter in layer.parameters():
            parameter.requires_grad_(False)
    hidden = source.hidden

    class Network(torch.nn.Module):
        """First token and mean of all; then one linear layer for both heads."""

        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder
            self.dropout = torch.nn.Dropout(_DROPOUT)
            self.heads = torch.nn.Linear(2 * hidden, ORDINALS + len(TACTICS))
            torch.nn.init.normal_(self.heads.weight, std=0.02)
            torch.nn.init.zeros_(self.heads.bias)

        def forward(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            present = (ids != PAD).float()
            states = self.encoder.embedded(ids)
            bias = ((1.0 - present) * -1e4)[:, None, None, :]
            for number, layer in enumerate(self.encoder.bert.encoder.layer):
                # Nothing below the first trained layer needs a gradient.
                with torch.set_grad_enabled(self.training and number >= first_trained):
                    states = layer(states, bias)
                    states = states[0] if isinstance(states, tuple) else states
            mean = (states * present.unsqueeze(2)).sum(1) / present.sum(1, keepdim=True)
            pooled = torch.cat([states[:, 0], mean], dim=1)
            out = self.heads(self.dropout(pooled))
            return out[:, :ORDINALS], out[:, ORDINALS:]

    return Network()


def export_float(network: torch.nn.Module, path: Path) -> None:
    """Write the network as float32 ONNX with free batch and length."""
    import torch

    ids = torch.tensor([[0, 5, 6, 7, 2], [0, 5, 2, PAD, PAD]])
    axes = {0: torch.export.Dim("texts"), 1: torch.export.Dim("tokens", max=512)}
    torch.onnx.export(
        network.eval(),
        (ids,),
        path,
        input_names=["ids"],
        output_names=["score", "tactic"],
        dynamic_shapes=(axes,),
        opset_version=e5_network.OPSET,
        dynamo=True,
        external_data=False,
        verbose=False,
    )
