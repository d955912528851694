"""Makes a network fit for eight bits, without changing what it says. Not for training or quantising."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

# Input channels of a layer that are multiplied apart, in full precision, by where the layer stands.
_APART = {"intermediate.dense": 8, "attention.output.dense": 0, "output.dense": 16}
# How far loudness moves from inputs into weights: all of it at 1, none at 0.
_MOVED = 0.8
_LEAST_INPUT, _LEAST_WEIGHT = 1e-3, 1e-5


def smoothed(network: torch.nn.Module, ids: Sequence[Sequence[int]]) -> torch.nn.Module:
    """Return a copy of ``network`` whose inner products lose less when their inputs get eight bits.

    The inputs of a product share one scale, so a few loud channels leave the others a handful of
    steps. Channels are scaled to be about as loud as each other and the weights the other way round
    (SmoothQuant: Xiao et al. 2023, which moves half of it; four fifths lost less here); the loudest
    ones are multiplied apart (LLM.int8(): Dettmers et al. 2022).

    Args:
        network: The clickbait network.
        ids: Token ids of some hundred headlines, by which loudness is measured.
    """
    import torch

    class Smoothed(torch.nn.Module):
        """A linear layer in two products, the second over the loudest channels."""

        def __init__(self, layer: torch.nn.Linear, loudness: torch.Tensor, apart: int) -> None:
            super().__init__()
            loudest = loudness.topk(apart).indices.sort().values
            mask = torch.ones_like(loudness)
            mask[loudest] = 0.0
            weight = layer.weight.detach()
            quiet = (loudness * mask).clamp_min(_LEAST_INPUT)
            heavy = weight.abs().amax(0).clamp_min(_LEAST_WEIGHT)
            scale = quiet**_MOVED / heavy ** (1 - _MOVED)
            scale = scale / scale.median()
            self.register_buffer("shrink", mask / scale)
            self.register_buffer("loudest", loudest if apart else None)
            self.register_buffer("weight_apart", weight[:, loudest].T.contiguous())
            self.linear = torch.nn.Linear(layer.in_features, layer.out_features)
            with torch.no_grad():
                self.linear.weight.copy_(weight * scale * mask)
                self.linear.bias.copy_(layer.bias)

        def forward(self, states: torch.Tensor) -> torch.Tensor:
            found: torch.Tensor = self.linear(states * self.shrink)
            if self.loudest is None:
                return found
            return found + states.index_select(-1, self.loudest) @ self.weight_apart

    copy: Any = deepcopy(network).eval()
    layers = copy.encoder.bert.encoder
    for name, loudness in _loudness(copy, layers, ids).items():
        parent, _, own = name.rpartition(".")
        apart = next((many for end, many in _APART.items() if name.endswith(end)), 0)
        layer = layers.get_submodule(name)
        setattr(layers.get_submodule(parent), own, Smoothed(layer, loudness, apart))
    changed: torch.nn.Module = copy
    return changed


# Any: torch's modules are typed only where it is installed.
def _loudness(network: Any, layers: Any, ids: Sequence[Sequence[int]]) -> Mapping[str, Any]:
    """Return the greatest input of each channel of each linear layer, by the layer's name."""
    import torch

    found: dict[str, Any] = {}
    hooks = []
    for name, layer in layers.named_modules():
        if isinstance(layer, torch.nn.Linear):
            found[name] = torch.zeros(layer.in_features)

            def measure(_layer: object, given: Any, name: str = name) -> None:
                states = given[0]
                most = states.reshape(-1, states.shape[-1]).abs().amax(0)
                found[name] = torch.maximum(found[name], most)

            hooks.append(layer.register_forward_pre_hook(measure))
    with torch.inference_mode():
        for one in ids:  # one by one: padding would be measured too
            network(torch.tensor([list(one)]))
    for hook in hooks:
        hook.remove()
    return found
