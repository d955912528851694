from __future__ import annotations

import pytest

from imfact.contracts.model import Quality, RiskCoverage
from imfact.registry.checksums import ModelCorrupt
from imfact.registry.quality import QUALITY, read_quality


def test_a_version_brings_its_figures(tmp_path):
    quality = Quality(risk_coverage=(RiskCoverage(risk=0.1, coverage=0.74),))
    (tmp_path / QUALITY).write_text(quality.model_dump_json(), "utf-8")
    assert read_quality(tmp_path) == quality


def test_an_older_version_has_none(tmp_path):
    assert read_quality(tmp_path) is None


@pytest.mark.parametrize(
    "text", ["", "{", '{"figures": [{"name": "auroc"}]}', '{"reliability": [{"said": 2}]}']
)
def test_unreadable_figures_are_refused(tmp_path, text):
    (tmp_path / QUALITY).write_text(text, "utf-8")
    with pytest.raises(ModelCorrupt):
        read_quality(tmp_path)
