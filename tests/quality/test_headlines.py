"""How well the bundled clickbait model orders held-out headlines; floors are in baseline.json.

The readings were made by language models following a guide, not by people.
"""

from __future__ import annotations

import json
import os
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from imfact.adapters.classifier.onnx import OnnxClassifier
from imfact.adapters.classifier.port import ClassifierInput
from imfact.contracts.model import Calibration
from imfact.judge.evaluation import auroc, average_precision, mean_ranks, spearman
from imfact.judge.hits import find_hits
from imfact.judge.style import style_probability
from imfact.kit.hashing import sha256_hex
from imfact.pipeline.train.headlines import read_headlines
from imfact.policy.defaults import install_defaults
from imfact.policy.loading import load_policy
from imfact.registry.install import bundled_versions
from imfact.store.objects import ObjectStore

pytestmark = pytest.mark.quality

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("IMFACT_EVAL_DATA") or ROOT.parent / "shared" / "data")
CORPUS = DATA / "headlines" / "public.jsonl.gz"
MODELS = Path(str(files("imfact.bundled"))) / "models"


def test_the_measures_measure():
    labels = np.array([0, 1, 0, 1])
    assert auroc(np.array([1.0, 2.0, 3.0, 4.0]), labels) == 0.75
    assert auroc(np.ones(4), labels) == 0.5
    assert average_precision(np.array([1.0, 2.0, 3.0, 4.0]), labels) == pytest.approx(
        (1 + 2 / 3) / 2
    )
    assert mean_ranks(np.array([5.0, 1.0, 5.0])).tolist() == [2.5, 1.0, 2.5]


@pytest.mark.skipif(not CORPUS.exists(), reason=f"no evaluation data at {CORPUS}")
def test_style_on_held_out_headlines(capsys, tmp_path):
    """By the classifier alone, and as readers see it: with what lexicon and rules add."""
    baseline = json.loads((Path(__file__).parent / "baseline.json").read_text())["headlines"]
    assert sha256_hex(CORPUS.read_bytes()) == baseline["corpus_sha256"], (
        "another corpus: measure anew"
    )
    folder = MODELS / "clickbait" / bundled_versions("clickbait")[-1]
    calibration = Calibration.model_validate_json((folder / "calibration.json").read_bytes())
    store = ObjectStore(tmp_path)
    install_defaults(store)
    policy = load_policy(store)
    rows = read_headlines(CORPUS)
    logits = OnnxClassifier(folder).logits([ClassifierInput(title) for title in rows.titles]).style
    shown = np.array(
        [
            style_probability(logit, find_hits(title, policy), calibration, policy).p
            for title, logit in zip(rows.titles, logits.tolist(), strict=True)
        ]
    )
    labels = rows.clickbait.astype(float)
    below = []
    for name, measure, truth in (
        ("auroc", auroc, labels),
        ("average_precision", average_precision, labels),
        ("spearman", spearman, rows.scores),
    ):
        alone, value = measure(logits, truth), measure(shown, truth)
        floor = baseline["floors"][name]
        with capsys.disabled():
            print(  # noqa: T201
                f"\nheadlines {name}: {value:.4f} (floor {floor}, classifier alone {alone:.4f})",
                end="",
            )
        below += [name] if value < floor else []
    with capsys.disabled():
        print()  # noqa: T201
    assert not below
