"""The weights of copies and stories are those that the kept readings of training pairs give.

The relations are a majority of three readings by language models following a guide, not by people.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections import Counter
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from imfact.adapters.encoder.onnx import OnnxEncoder
from imfact.pipeline.embed.encoding import whole_text
from imfact.pipeline.group.copies import copy_score, is_copy
from imfact.pipeline.group.stories import event_score, same_event
from imfact.pipeline.group.telling import Telling, read_words
from imfact.registry.install import bundled_versions
from tests.quality.test_pairs import f1

pytestmark = pytest.mark.quality

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("IMFACT_EVAL_DATA") or ROOT.parent / "shared" / "data")
ARTICLES = DATA / "articles" / "train.jsonl.gz"
READINGS = ROOT / "docs" / "models" / "readings" / "pairs"
MODELS = Path(str(files("imfact.bundled"))) / "models"


def read_pairs():
    """The kept pairs as (id, id, relation) where two of three readers agree."""
    found = []
    for path in sorted(READINGS.glob("*.jsonl.gz")):
        for line in gzip.decompress(path.read_bytes()).splitlines():
            row = json.loads(line)
            (relation, votes), *_ = Counter(
                one["relation"] for one in row["readings"]
            ).most_common()
            if votes >= 2:
                found.append((row["a"], row["b"], relation))
    return found


def tellings(wanted):
    """What the stage compares, of the articles of these ids."""
    rows = [
        row
        for row in map(json.loads, gzip.decompress(ARTICLES.read_bytes()).splitlines())
        if row["id"] in wanted
    ]
    encoder = OnnxEncoder(MODELS / "encoder" / bundled_versions("encoder")[-1])
    vectors = encoder.encode([whole_text(row["title"], row["body"]) for row in rows])
    return {
        row["id"]: Telling(
            read_words(row["title"], row["body"]),
            vector,
            datetime.strptime(re.sub(r"\D", "", row["published"])[:8], "%Y%m%d").replace(
                tzinfo=UTC
            ),
        )
        for row, vector in zip(rows, vectors, strict=True)
    }


@pytest.mark.skipif(not ARTICLES.exists(), reason=f"no training articles at {ARTICLES}")
def test_weights_are_those_of_the_read_pairs(capsys):
    baseline = json.loads((Path(__file__).parent / "baseline.json").read_text())["read_pairs"]
    pairs = read_pairs()
    told = tellings({name for one, other, _ in pairs for name in (one, other)})
    sides = [(told[one], told[other]) for one, other, _ in pairs]
    relations = np.array([relation for _, _, relation in pairs])
    copy, event = relations == "copy", np.isin(relations, ["copy", "story"])
    copies = np.array([is_copy(*each) for each in sides])
    events = copies | np.array([same_event(*each) for each in sides])
    figures = {"copy_f1": f1(copies, copy), "event_f1": f1(events, event)}
    with capsys.disabled():
        for name, value in figures.items():
            print(f"\nread pairs {name}: {value:.4f} (floor {baseline[name]})", end="")  # noqa: T201
        print()  # noqa: T201
    assert all(value >= baseline[name] for name, value in figures.items())
    # What a logistic regression leaves: on average it says as many as there are.
    for score, true in ((copy_score, copy), (event_score, event)):
        logits = np.array([score(*each) for each in sides])
        known = np.isfinite(logits)
        said = 1 / (1 + np.exp(-logits[known]))
        assert said.mean() == pytest.approx(true[known].mean(), abs=0.01)
