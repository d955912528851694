"""How well match tells a headline of another article; floors are in baseline.json.

The swaps were made by program; about one in eight of the hard ones still fits its text.
"""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import numpy as np
import pytest

from imfact.adapters.classifier.onnx import OnnxClassifier
from imfact.adapters.classifier.port import ClassifierInput
from imfact.adapters.encoder.onnx import OnnxEncoder
from imfact.judge.evaluation import auroc
from imfact.judge.match import match_features
from imfact.kit.hashing import sha256_hex
from imfact.kit.korean import lead_of
from imfact.registry.install import bundled_folder, bundled_versions

pytestmark = pytest.mark.quality

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("IMFACT_EVAL_DATA") or ROOT.parent / "shared" / "data")
TRAINING = ("headlines/train", "articles/train")
PUBLIC = ("headlines/public", "mismatch/public_random", "mismatch/public_hard")


def rows_of(name):
    path = DATA / f"{name}.jsonl.gz"
    if not path.exists():
        pytest.skip(f"no evaluation data at {path}")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.mark.parametrize("name", ["public_random", "public_hard"])
def test_match_on_swapped_headlines(name, capsys):
    rows = rows_of(f"mismatch/{name}")
    baseline = json.loads((Path(__file__).parent / "baseline.json").read_text())["mismatch"][name]
    corpus = DATA / "mismatch" / f"{name}.jsonl.gz"
    assert sha256_hex(corpus.read_bytes()) == baseline["corpus_sha256"], "another corpus"
    classifier = OnnxClassifier(bundled_folder("clickbait", bundled_versions("clickbait")[-1]))
    encoder = OnnxEncoder(bundled_folder("encoder", bundled_versions("encoder")[-1]))
    titles = encoder.encode([row["title"] for row in rows])
    leads = encoder.encode([lead_of(row["body"]) for row in rows])
    logits = classifier.logits(
        [
            ClassifierInput(
                row["title"],
                lead_of(row["body"]),
                title,
                lead,
                match_features(row["title"], row["body"], title, lead),
            )
            for row, title, lead in zip(rows, titles, leads, strict=True)
        ]
    ).match
    labels = np.array([float(row["label"]) for row in rows])
    found = auroc(logits, labels)
    plain = auroc(-(titles * leads).sum(axis=1).astype(np.float64), labels)
    with capsys.disabled():
        print(  # noqa: T201
            f"\nmismatch {name} auroc: {found:.4f} (floor {baseline['floor']}, cosine {plain:.4f})"
        )
    assert found >= baseline["floor"]


def test_no_public_row_is_in_training():
    def folded(title):
        return "".join(char for char in title if char.isalnum())

    learned = {folded(row["title"]) for name in TRAINING for row in rows_of(name)}
    for name in PUBLIC:
        assert not learned & {folded(row["title"]) for row in rows_of(name)}, name
