"""The readers whose readings are kept agree with the labelled headlines as the bundled version says.

All readers are language models, not people.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from imfact.contracts.model import ModelVersion
from imfact.pipeline.train.data.labelled import read_labelled
from imfact.pipeline.train.data.readings import MINIMUM_KAPPA, read_readings, require_agreement
from imfact.registry.install import bundled_folder, bundled_versions

pytestmark = pytest.mark.quality

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("IMFACT_EVAL_DATA") or ROOT.parent / "shared" / "data")
LABELLED = DATA / "headlines" / "train.jsonl.gz"
FOLDER = bundled_folder("clickbait", bundled_versions("clickbait")[-1])


@pytest.mark.skipif(not LABELLED.exists(), reason=f"no training data at {LABELLED}")
def test_every_reader_agrees_with_the_known_scores_as_recorded(capsys):
    readings = read_readings(sorted((ROOT / "docs" / "models" / "readings").glob("*.jsonl.gz")))
    found = require_agreement(readings, {row.id: row.score for row in read_labelled(LABELLED)})
    with capsys.disabled():
        print(f"\nreaders' quadratic kappa (at least {MINIMUM_KAPPA}): {found}")  # noqa: T201
    recorded = ModelVersion.model_validate_json((FOLDER / "meta.json").read_bytes()).provenance
    assert {f"kappa_{name}": f"{kappa:.3f}" for name, kappa in found.items()} == {
        name: value for name, value in recorded.items() if name.startswith("kappa_")
    }
