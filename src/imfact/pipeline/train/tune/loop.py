"""The training loop: seeded, with checkpoints that a later start resumes from. Not for data."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from imfact.adapters.text_model import padded
from imfact.pipeline.train.tune.examples import Batch, Example, Reader, epoch, steps_of

if TYPE_CHECKING:
    import torch

Floats = npt.NDArray[np.float64]

_TACTIC_SHARE = 0.3
_WARM_UP = 0.06
_CLIP = 1.0
_DECAY = 0.01
_PREDICTED_ROWS = 32


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast one phase learns."""

    name: str
    epochs: int
    rate: float = 5e-5
    head_rate: float = 1e-3
    seed: int = 20_261_124
    checkpoint_seconds: float = 240.0


def train(
    network: torch.nn.Module,
    examples: Sequence[Example],
    reader: Reader,
    plan: Plan,
    folder: Path,
    log: Callable[[dict[str, Any]], None],
) -> None:
    """Train ``network`` in place; a checkpoint of the same plan in ``folder`` is gone on from.

    The state is written to ``{plan.name}.pt`` every few minutes and at the end; the record of losses
    goes to ``log``. The same seed, data and number of threads give the same weights.
    """
    import torch

    ids = reader.ids([example.title for example in examples])
    steps = plan.epochs * steps_of(len(examples))
    trained = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for n, p in trained if not n.startswith("heads")], "lr": plan.rate},
            {"params": [p for n, p in trained if n.startswith("heads")], "lr": plan.head_rate},
        ],
        weight_decay=_DECAY,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _factor(step, steps))
    checkpoint = folder / f"{plan.name}.pt"
    done = _resume(checkpoint, network, optimiser, schedule)
    step, saved_at, losses = 0, time.monotonic(), []
    for number in range(plan.epochs):
        for batch in epoch(examples, ids, plan.seed + number):
            step += 1
            if step <= done:
                continue
            # By step: a resumed run draws the same dropout as one that was never stopped.
            torch.manual_seed(plan.seed * 1_000 + step)
            network.train()
            loss = _loss(network, batch)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for _, p in trained], _CLIP)
            optimiser.step()
            schedule.step()
            losses.append(float(loss.detach()))
            if step % 20 == 0 or step == steps:
                log(
                    {
                        "phase": plan.name,
                        "step": step,
                        "steps": steps,
                        "epoch": number,
                        "loss": float(np.mean(losses)),
                    }
                )
                losses = []
            if time.monotonic() - saved_at > plan.checkpoint_seconds:
                _save(checkpoint, network, optimiser, schedule, step)
                saved_at = time.monotonic()
    if step > done:
        _save(checkpoint, network, optimiser, schedule, step)


def predict(
    network: torch.nn.Module, titles: Sequence[str], reader: Reader
) -> tuple[Floats, Floats]:
    """Return score (n, 3) and tactic (n, tactics) logits of headlines."""
    import torch

    network.eval()
    ids = reader.ids(titles)
    order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
    parts: list[tuple[Any, Any]] = []
    with torch.inference_mode():
        for start in range(0, len(order), _PREDICTED_ROWS):
            rows = order[start : start + _PREDICTED_ROWS]
            parts.append(network(torch.from_numpy(padded([ids[row] for row in rows]))))
    back = np.argsort(order)
    score, tactic = (
        np.concatenate([part[n].numpy() for part in parts]).astype(np.float64)[back]
        for n in range(2)
    )
    return score, tactic


def append_log(path: Path) -> Callable[[dict[str, Any]], None]:
    """Return a writer of one JSON line a record, with the time."""

    def write(record: dict[str, Any]) -> None:
        with path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"at": round(time.time(), 1), **record}) + "\n")

    return write


def _factor(step: int, steps: int) -> float:
    warm = max(int(steps * _WARM_UP), 1)
    return (step + 1) / warm if step < warm else max((steps - step) / max(steps - warm, 1), 0.0)


def _loss(network: torch.nn.Module, batch: Batch) -> torch.Tensor:
    import torch
    from torch.nn import functional

    score, tactic = network(torch.from_numpy(batch.ids))
    shares = torch.from_numpy(batch.shares)
    each = functional.binary_cross_entropy_with_logits(score, shares, reduction="none")
    loss = each.mean(dim=1).mean()
    kinds = torch.from_numpy(batch.tactic)
    told = kinds >= 0
    if told.any():
        named = functional.cross_entropy(tactic[told], kinds[told], reduction="none")
        loss = loss + _TACTIC_SHARE * named.sum() / len(kinds)
    return loss


def _resume(path: Path, network: Any, optimiser: Any, schedule: Any) -> int:
    import torch

    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    network.load_state_dict(state["network"], strict=False)
    optimiser.load_state_dict(state["optimiser"])
    schedule.load_state_dict(state["schedule"])
    return int(state["step"])


def _save(path: Path, network: Any, optimiser: Any, schedule: Any, step: int) -> None:
    import torch

    trained = {n: p.detach() for n, p in network.named_parameters() if p.requires_grad}
    beside = path.with_suffix(".tmp")
    torch.save(
        {
            "network": trained,
            "optimiser": optimiser.state_dict(),
            "schedule": schedule.state_dict(),
            "step": step,
        },
        beside,
    )
    os.replace(beside, path)  # noqa: PTH105 - atomic, whatever was there
