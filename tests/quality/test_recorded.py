"""What a bundled version says of itself on rows kept back; its floors are in baseline.json.

These sets are made by program out of training data that is not here, so the figures are those that
training wrote; a version that falls behind must not be bundled.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from imfact.contracts.model import Quality
from imfact.registry.install import bundled_folder, bundled_versions

pytestmark = pytest.mark.quality

BASELINE = json.loads((Path(__file__).parent / "baseline.json").read_text())["recorded"]
FOLDER = bundled_folder("clickbait", bundled_versions("clickbait")[-1])
QUALITY = Quality.model_validate_json((FOLDER / "quality.json").read_bytes())


@pytest.mark.parametrize("name", BASELINE["floors"])
def test_a_signal_holds_its_floor_and_beats_the_plain_measure(name, capsys):
    signal, kind = name.split(" ", 1)
    (figure,) = (
        one
        for one in QUALITY.figures
        if one.signal == signal and one.name == "auroc" and one.data.endswith(f": {kind}")
    )
    floor = BASELINE["floors"][name]
    with capsys.disabled():
        print(f"\n{name}: {figure.value} (floor {floor}, {figure.baseline_name} {figure.baseline})")  # noqa: T201
    assert figure.baseline is not None
    assert figure.value > figure.baseline
    assert figure.value >= floor


def test_probabilities_mean_what_they_say():
    (figure,) = (one for one in QUALITY.figures if one.name == "ece")
    assert figure.rows >= 3_000
    assert figure.value <= BASELINE["ece_at_most"]
