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
from imfact.adapters.encoder.onnx import OnnxEncoder
from imfact.contracts.model import ModelVersion
from imfact.judge.evaluation import auroc, average_precision, mean_ranks, spearman
from imfact.kit.hashing import sha256_hex
from imfact.pipeline.train.headlines import encode_headlines, read_headlines
from imfact.registry.install import bundled_versions

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
def test_clickbait_on_held_out_headlines(capsys):
    baseline = json.loads((Path(__file__).parent / "baseline.json").read_text())["headlines"]
    assert sha256_hex(CORPUS.read_bytes()) == baseline["corpus_sha256"], (
        "another corpus: measure anew"
    )
    folder = MODELS / "clickbait" / bundled_versions("clickbait")[-1]
    meta = ModelVersion.model_validate_json((folder / "meta.json").read_bytes())
    encoder = OnnxEncoder(MODELS / "encoder" / str(meta.requires_encoder))
    rows = read_headlines(CORPUS)
    vectors = encode_headlines(encoder, rows)
    logits = (
        OnnxClassifier(folder)
        .logits(
            [
                ClassifierInput(
                    title, lead, vectors.titles[row], vectors.leads[row] if lead else None
                )
                for row, (title, lead) in enumerate(zip(rows.titles, rows.leads, strict=True))
            ]
        )
        .style
    )
    figures = {
        "auroc": auroc(logits, rows.clickbait.astype(float)),
        "average_precision": average_precision(logits, rows.clickbait.astype(float)),
        "spearman": spearman(logits, rows.scores),
    }
    with capsys.disabled():
        for name, value in figures.items():
            floor = baseline["floors"][name]
            print(f"\nheadlines {name}: {value:.4f} (floor {floor})", end="")  # noqa: T201
        print()  # noqa: T201
    assert all(value >= baseline["floors"][name] for name, value in figures.items())
