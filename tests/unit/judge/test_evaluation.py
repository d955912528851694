"""Figures against values worked out by hand, and what comparing two versions tells."""

from __future__ import annotations

import numpy as np
import pytest

from imfact.judge.comparison import Compared, compare
from imfact.judge.evaluation import (
    LabelledHeadline,
    auroc,
    average_precision,
    expected_calibration_error,
    figures_of,
    spearman,
)


def rows(labels, grades=None):
    grades = grades if grades is not None else [None] * len(labels)
    return [LabelledHeadline("제목", "", bool(b), g) for b, g in zip(labels, grades, strict=True)]


def test_order_is_measured_with_ties_as_halves():
    labels = np.array([0.0, 1.0, 0.0, 1.0])
    assert auroc(np.array([0.1, 0.2, 0.3, 0.4]), labels) == 0.75
    assert auroc(np.full(4, 0.5), labels) == 0.5
    assert average_precision(np.array([0.1, 0.2, 0.3, 0.4]), labels) == pytest.approx(
        (1 + 2 / 3) / 2
    )
    # Among equals no order is known: the worse one is told.
    assert average_precision(np.full(4, 0.5), labels) == pytest.approx((1 / 3 + 2 / 4) / 2)
    assert spearman(np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0, 90.0])) == pytest.approx(1)
    assert spearman(np.array([1.0, 2.0, 3.0]), np.array([1.0, 1.0, 1.0])) == 0


def test_the_calibration_error_is_the_gap_in_each_bin():
    said = np.array([0.05, 0.05, 0.95, 0.95])
    assert expected_calibration_error(said, np.array([0.0, 0.0, 1.0, 1.0])) == pytest.approx(0.05)
    assert expected_calibration_error(said, np.array([1.0, 1.0, 1.0, 1.0])) == pytest.approx(0.5)
    assert expected_calibration_error(np.array([1.0, 0.0]), np.array([1.0, 0.0])) == 0


def test_calibration_is_told_at_the_files_own_base_rate():
    generator = np.random.default_rng(7)
    own = generator.uniform(0.02, 0.98, 20_000)
    labels = (generator.uniform(size=own.size) < own).astype(float)
    rate = labels.mean()
    logit = np.log(own / (1 - own)) + np.log(0.1 / 0.9) - np.log(rate / (1 - rate))
    figures = figures_of(1 / (1 + np.exp(-logit)), rows(labels), 0.1)
    assert figures.ece < 0.02
    assert figures.base_rate == pytest.approx(rate)
    assert figures.spearman is None
    assert 0 <= figures.coverage["5"] <= figures.coverage["10"] <= figures.coverage["15"] <= 1


def test_a_perfect_model_covers_everything():
    labels = [0, 0, 0, 1, 1]
    figures = figures_of(np.array([0.0, 0.01, 0.0, 0.9, 1.0]), rows(labels, [0, 0, 0, 2, 3]), 0.1)
    assert figures.auroc == figures.average_precision == 1
    assert figures.spearman is not None
    assert figures.coverage == {"5": 1.0, "10": 1.0, "15": 1.0}


@pytest.mark.parametrize("labels", [[0, 0], [1, 1], []])
def test_one_kind_alone_measures_nothing(labels):
    with pytest.raises(ValueError, match="both"):
        figures_of(np.full(len(labels), 0.5), rows(labels), 0.1)


def test_flips_come_with_the_largest_move_first():
    comparison = compare(
        [
            Compared("같다", 0.1, "low", 0.1, "low"),
            Compared("조금", 0.2, "low", 0.3, "unsure"),
            Compared("많이", 0.1, "low", 0.9, "suspected"),
        ]
    )
    assert [flip.name for flip in comparison.flips] == ["많이", "조금"]
    assert comparison.moves == {("low", "low"): 1, ("low", "unsure"): 1, ("low", "suspected"): 1}
    assert comparison.mean_moved == pytest.approx(0.3)
    assert compare([]).mean_moved == 0
