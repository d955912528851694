"""What a headline's readings come to, and how often an epoch shows it."""

import pytest

from imfact.pipeline.train.networks import shown
from imfact.pipeline.train.prepare import FOLDS, StyleRow, event_splits, source_splits


def row(*scores, source="news", name="h1", event=0):
    tactics = (None,) * len(scores)
    return StyleRow(name, "가온시 도서관 열어", scores, tactics, event, event % FOLDS, source)


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


def test_who_learns_of_an_event_is_not_asked_for_it():
    rows = [row(0, event=number // 2) for number in range(20)]
    splits = event_splits(rows)
    assert sorted(place for _, asked in splits for place in asked) == list(range(20))
    for learned, asked in splits:
        assert {rows[n].event for n in learned}.isdisjoint(rows[n].event for n in asked)
        assert len(learned) + len(asked) == 20


def test_who_is_asked_for_a_source_learned_of_none_of_its_headlines_or_events():
    kinds = ["a", "b", None]
    rows = [row(0, source=kinds[number % 3], event=number) for number in range(30)]
    rows.append(row(0, source="a", event=1))  # the event of a headline of b
    splits = source_splits(rows)
    assert [{rows[n].source for n in asked} for _, asked in splits] == [{"a"}, {"b"}, {None}]
    for learned, asked in splits:
        for what in ("source", "event"):
            told = {getattr(rows[n], what) for n in asked}
            assert told.isdisjoint(getattr(rows[n], what) for n in learned)
    assert len(splits[1][0]) == 20  # all of the others but the one of its event


@pytest.mark.parametrize(("sources", "splits"), [("aaaaaa", 0), ("aaaaab", 0), ("aabb", 2)])
def test_sources_without_enough_beside_them_are_not_left_out(sources, splits):
    rows = [row(0, source=one, event=number) for number, one in enumerate(sources)]
    assert len(source_splits(rows)) == splits
