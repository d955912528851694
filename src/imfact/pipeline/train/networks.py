"""Fine-tunes the networks of a version: one a fold for honest logits, and the one that serves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from imfact.pipeline.train import e5_network, e5_source, vocabulary
from imfact.pipeline.train.prepare import FOLDS, SEED, StyleRow
from imfact.pipeline.train.tune import network as clickbait
from imfact.pipeline.train.tune.examples import Reader
from imfact.pipeline.train.tune.loop import Plan, append_log, predict, train
from imfact.pipeline.train.tune.smoothing import smoothed

Floats = npt.NDArray[np.float64]

FIRST_TRAINED = 4
"""Layers below stay the encoder's: a third less work for about the same figures."""
EPOCHS = 4
FULL = "full"
_RARE = 0.1
# By so many headlines it is measured how loud a layer's inputs get.
_MEASURED = 400


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


def held_out_logits(rows: Sequence[StyleRow], shop: Workshop) -> Floats:
    """Return a logit a row by a network that saw no headline of the row's event.

    Networks are trained where their logits are not kept in ``shop.folder`` yet; one that was stopped
    goes on from its checkpoint.
    """
    shop.folder.mkdir(parents=True, exist_ok=True)
    logits = np.empty(len(rows))
    for fold in range(FOLDS):
        kept = shop.folder / f"oof-{fold}.npz"
        own = [row for row in rows if row.fold == fold]
        if kept.exists():
            with np.load(kept) as arrays:
                found = dict(zip(arrays["ids"].tolist(), arrays["score"][:, 0], strict=True))
        else:
            network = trained(str(fold), [row for row in rows if row.fold != fold], shop)
            score, tactic = predict(network, [row.title for row in own], Reader(shop.tokenizer))
            ids = [row.id for row in own]
            np.savez(kept, ids=ids, score=score, tactic=tactic)
            found = dict(zip(ids, score[:, 0], strict=True))
        for place, row in enumerate(rows):
            if row.fold == fold:
                logits[place] = found[row.id]
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


def export(network: object, rows: Sequence[StyleRow], shop: Workshop, path: Path) -> None:
    """Write the network as int8 ONNX, smoothed by some headlines of ``rows`` before."""
    some = [row.title for row in rows[:: max(len(rows) // _MEASURED, 1)]]
    with TemporaryDirectory() as scratch:
        full = Path(scratch) / "float.onnx"
        clickbait.export_float(smoothed(network, Reader(shop.tokenizer).ids(some)), full)
        e5_network.quantise(full, path)
