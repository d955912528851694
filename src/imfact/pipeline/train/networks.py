"""Fine-tunes the networks of a version: one a fold and one a source left out, and the one that serves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from imfact.pipeline.train import e5_network, e5_source, vocabulary
from imfact.pipeline.train.prepare import SEED, Split, StyleRow
from imfact.pipeline.train.tune import network as clickbait
from imfact.pipeline.train.tune.examples import Reader
from imfact.pipeline.train.tune.loop import Plan, append_log, predict, train
from imfact.pipeline.train.tune.quantisation import quantise_weights

Floats = npt.NDArray[np.float64]

FIRST_TRAINED = 4
"""Layers below stay the encoder's: a third less work for about the same figures."""
EPOCHS = 4
FULL = "full"
_RARE = 0.1


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where the encoder comes from, where checkpoints live, and how many threads learn."""

    encoder: Path
    folder: Path
    threads: int = 1
    epochs: int = EPOCHS

    @property
    def tokenizer(self) -> Path:
        """The encoder's tokenizer, which the networks share."""
        return self.encoder / "tokenizer" / "tokenizer.json"


def left_out_logits(
    rows: Sequence[StyleRow], splits: Sequence[Split], name: str, shop: Workshop
) -> Floats:
    """Return a logit a row by the network of the split that asks for it; NaN where none does.

    Networks are trained where their logits are not kept in ``shop.folder`` as ``name`` yet; one that
    was stopped goes on from its checkpoint.
    """
    shop.folder.mkdir(parents=True, exist_ok=True)
    logits = np.full(len(rows), np.nan)
    for number, (learned, asked) in enumerate(splits):
        kept = shop.folder / f"{name}-{number}.npz"
        own = [rows[place] for place in asked]
        if not kept.exists():
            network = trained(f"{name}-{number}", [rows[place] for place in learned], shop)
            score, tactic = predict(network, [row.title for row in own], Reader(shop.tokenizer))
            np.savez(kept, ids=[row.id for row in own], score=score, tactic=tactic)
        with np.load(kept) as arrays:
            found = dict(zip(arrays["ids"].tolist(), arrays["score"][:, 0], strict=True))
        logits[asked] = [found[row.id] for row in own]
    return logits


def shown(rows: Sequence[StyleRow]) -> list[StyleRow]:
    """Return the rows as an epoch shows them: those of a source with less than a tenth of all twice."""
    often = Counter(row.source for row in rows)
    return [row for row in rows for _ in range(2 if often[row.source] < _RARE * len(rows) else 1)]


# object: torch is not there where types are checked
def trained(name: str, rows: Sequence[StyleRow], shop: Workshop) -> object:
    """Return the network fine-tuned on ``rows``, from its checkpoint where it was finished."""
    import torch

    torch.set_num_threads(shop.threads)
    torch.manual_seed(SEED)
    source = e5_source.read_source(e5_source.locate_source())
    network = clickbait.build(source, vocabulary.choose_pieces(source.pieces), FIRST_TRAINED)
    shop.folder.mkdir(parents=True, exist_ok=True)
    train(
        network,
        [row.example() for row in shown(rows)],
        Reader(shop.tokenizer),
        Plan(f"style-{name}", shop.epochs, seed=SEED),
        shop.folder,
        append_log(shop.folder / "log.jsonl"),
    )
    return network


def export(network: object, path: Path) -> None:
    """Write the network as ONNX, its weights in eight bits."""
    clickbait.export_float(network, path)
    e5_network.forget_where_it_was_made(path)
    quantise_weights(path)
