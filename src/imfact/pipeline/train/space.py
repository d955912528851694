"""Learns a space in which sentences of one text are near each other. Not for judging texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

WIDTH = 128
_EPOCHS = 30
_BATCH = 256
_RATE = 2e-3
_DROPPED = 0.15
_LONGEST_SEGMENT = 4
_SCALE = 2.3
_SAMPLE = 8_000


@dataclass(frozen=True, slots=True)
class Space:
    """Place = (vector @ weight + bias), scaled to length 1."""

    weight: Vectors
    """(d, width)."""
    bias: Vectors

    def places(self, vectors: Vectors) -> Vectors:
        """Return unit rows."""
        placed = vectors @ self.weight + self.bias
        found: Vectors = placed / np.linalg.norm(placed, axis=1, keepdims=True)
        return found


def fit_space(texts: Sequence[Vectors], groups: Numbers, seed: int) -> Space:
    """Learn where sentences lie by telling which rest of a text a segment was taken from.

    Of each of 256 texts one to four neighbouring sentences are drawn; their mean place must be nearer
    to the mean of what is left of their own text than to that of any other, and the other way round
    (the symmetric contrastive loss of van den Oord et al., 2018, and Radford et al., 2021). Texts of
    one event are not held against each other.

    Args:
        texts: Unit vectors of each text's sentences, two or more.
        groups: The event of each text.
        seed: Draws.
    """
    import torch
    from torch.nn import functional

    torch.manual_seed(seed)
    torch.set_num_threads(1)
    generator = np.random.default_rng(seed)
    vectors = torch.from_numpy(np.concatenate(texts))
    sizes = np.array([len(text) for text in texts])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    chance = np.sqrt(np.minimum(sizes, 12))
    chance = chance / chance.sum()
    events = torch.from_numpy(groups)
    batch = min(_BATCH, len(texts))
    steps = max(_EPOCHS * len(texts) // batch, 1)
    layer = _first_layer(np.concatenate(texts), generator)
    scale = torch.nn.Parameter(torch.tensor(_SCALE))
    optimiser = torch.optim.Adam([*layer.parameters(), scale], lr=_RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _RATE, total_steps=steps + 1)
    for _ in range(steps):
        chosen = generator.choice(len(texts), batch, replace=False, p=chance)
        rows = np.concatenate([np.arange(starts[t], starts[t] + sizes[t]) for t in chosen])
        segment, rest = _drawn(sizes[chosen], generator)
        given = functional.dropout(vectors[rows], _DROPPED)
        places = functional.normalize(layer(given), dim=1)
        one = functional.normalize(torch.from_numpy(segment) @ places, dim=1)
        other = functional.normalize(torch.from_numpy(rest) @ places, dim=1)
        alike = one @ other.T * scale.exp()
        same = events[chosen][:, None] == events[chosen][None, :]
        same.fill_diagonal_(False)
        alike = alike.masked_fill(same, -1e4)
        target = torch.arange(batch)
        loss = functional.cross_entropy(alike, target) + functional.cross_entropy(alike.T, target)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    weight, bias = layer.weight.detach().numpy(), layer.bias.detach().numpy()
    return Space(np.ascontiguousarray(weight.T), bias.copy())


def _first_layer(vectors: Vectors, generator: np.random.Generator):  # type: ignore[no-untyped-def]
    """Return a layer that begins as the principal directions, half whitened, of centred vectors."""
    import torch

    sample = vectors[generator.permutation(len(vectors))[:_SAMPLE]].astype(np.float64)
    mean = sample.mean(axis=0)
    _, lengths, directions = np.linalg.svd(sample - mean, full_matrices=False)
    spread = np.maximum(lengths[:WIDTH] / np.sqrt(len(sample)), 1e-6)
    weight = directions[:WIDTH] / np.sqrt(spread)[:, None]
    weight /= np.linalg.norm((sample - mean) @ weight.T, axis=1).mean()
    layer = torch.nn.Linear(vectors.shape[1], len(weight))
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(weight))
        layer.bias.copy_(torch.from_numpy(-weight @ mean))
    return layer


def _drawn(sizes: Numbers, generator: np.random.Generator) -> tuple[Vectors, Vectors]:
    """Return, for texts laid end to end, rows that average a drawn segment, and what is left."""
    segment = np.zeros((len(sizes), int(sizes.sum())), dtype=np.float32)
    rest = np.zeros_like(segment)
    begin = 0
    for row, size in enumerate(sizes.tolist()):
        length = min(int(generator.integers(1, _LONGEST_SEGMENT + 1)), max(1, size // 2))
        start = begin + int(generator.integers(0, size - length + 1))
        rest[row, begin : begin + size] = 1.0 / (size - length)
        rest[row, start : start + length] = 0.0
        segment[row, start : start + length] = 1.0 / length
        begin += size
    return segment, rest
