"""Swapped headlines cannot be told by the headline alone, nor by the text alone.

A probe that reads only one of both must be at chance on the swaps that match learns from; otherwise
match could learn which headlines get swapped instead of whether they fit.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from imfact.adapters.encoder.onnx import OnnxEncoder
from imfact.judge.evaluation import auroc
from imfact.pipeline.train.data.swaps import hard_swaps, random_swaps
from imfact.pipeline.train.headlines import story_groups
from imfact.pipeline.train.prepare import load
from imfact.registry.install import bundled_folder, bundled_versions

pytestmark = pytest.mark.quality

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("IMFACT_EVAL_DATA") or ROOT.parent / "shared" / "data")
ROWS, FOLDS, SEED = 1_200, 4, 11
TOLERANCE = 0.05
"""About four standard errors of the AUROC of so many rows."""


@pytest.fixture(scope="module")
def sample():
    path = DATA / "articles" / "train.jsonl.gz"
    if not path.exists():
        pytest.skip(f"no evaluation data at {path}")
    articles = load(path)
    chosen = np.random.default_rng(SEED).permutation(len(articles))[:ROWS]
    encoder = OnnxEncoder(bundled_folder("encoder", bundled_versions("encoder")[-1]))
    titles = encoder.encode([articles[place].title for place in chosen.tolist()])
    leads = encoder.encode([articles[place].lead for place in chosen.tolist()])
    return titles, leads, story_groups(titles)


def probed(vectors, labels, events):
    """Return the AUROC of a ridge regression over ``vectors`` on rows whose event it did not see."""
    folds = np.random.default_rng(SEED).integers(FOLDS, size=int(events.max()) + 1)[events]
    found = np.empty(len(labels))
    for fold in range(FOLDS):
        learned = folds != fold
        given = vectors[learned].astype(np.float64)
        mean = given.mean(axis=0)
        given = given - mean
        penalty = 0.1 * len(given) * given.var(axis=0).mean() * np.eye(given.shape[1])
        slopes = np.linalg.solve(
            given.T @ given + penalty, given.T @ (labels[learned] - labels[learned].mean())
        )
        found[~learned] = (vectors[~learned] - mean) @ slopes
    return auroc(found, labels.astype(float))


@pytest.mark.parametrize("kind", ["hard", "random"])
def test_one_side_alone_tells_no_swap(sample, kind, capsys):
    titles, leads, events = sample
    swapped = (
        hard_swaps(titles, leads, events, SEED) if kind == "hard" else random_swaps(events, SEED)
    )
    labels = np.repeat([0, 1], len(titles))
    headlines = np.concatenate([events, events[swapped]])
    by_title = probed(np.vstack([titles, titles[swapped]]), labels, headlines)
    by_text = probed(np.vstack([leads, leads]), labels, np.tile(events, 2))
    found = f"{kind} swaps told by the headline alone: {by_title:.3f}, by the text: {by_text:.3f}"
    with capsys.disabled():
        print(f"\n{found}")  # noqa: T201
    assert abs(by_title - 0.5) < TOLERANCE
    assert abs(by_text - 0.5) < TOLERANCE
