"""What a headline's readings come to, and how often an epoch shows it."""

import pytest

from imfact.pipeline.train.networks import shown
from imfact.pipeline.train.prepare import StyleRow


def row(*scores, source="news", name="h1"):
    tactics = (None,) * len(scores)
    return StyleRow(name, "가온시 도서관 열어", "", scores, tactics, 0, 0, source)


@pytest.mark.parametrize(
    ("one", "clickbait", "share"),
    [
        (row(1, 0), 1, 2 / 3),
        (row(0, 1), 0, 1 / 3),
        (row(0, 1, 1), 1, 1 / 2),
        (row(2, 0, 0, 0), 0, 2 / 5),
        (row(1, 0, 0, source=None), 0, 1 / 3),
    ],
)
def test_the_reading_that_came_with_a_headline_counts_twice(one, clickbait, share):
    assert one.clickbait == clickbait
    assert one.example().shares[0] == pytest.approx(share)


def test_a_rare_source_is_shown_twice():
    common = [row(0, name=f"h{number}") for number in range(46)]
    rare = [row(1, source="ent", name=f"e{number}") for number in range(4)]
    assert shown([*common, *rare]) == [*common, *(one for one in rare for _ in range(2))]
    assert shown(common) == common
