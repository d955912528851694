"""Pairs of many articles are found without reading any of them over and over."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from imfact.pipeline.group.candidates import Candidate, pairs_to_read
from imfact.pipeline.group.compare import compare
from imfact.pipeline.group.stories import Rows, likely_pairs
from imfact.pipeline.group.telling import read_words

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TEXT = "가람시는 24일 어린이 도서관 세 곳을 열었다고 밝혔다. 시민 백여 명이 문을 여는 자리에 함께했다. "


@pytest.mark.parametrize("held", [8, 1_024])
def test_a_flood_of_like_texts_is_read_a_few_times_each(monkeypatch, held):
    read = []

    def counting(title, body):
        read.append(title)
        return read_words(title, body)

    monkeypatch.setattr("imfact.pipeline.group.compare.read_words", counting)
    monkeypatch.setattr("imfact.pipeline.group.compare._WORDS_HELD", held)
    flood = [
        Candidate(f"{n:016x}", f"도서관 {n}", TEXT * 3, NOW, None, (7,), None) for n in range(48)
    ]
    found = compare(flood)
    assert len(found.copies) == 48 * 47 // 2
    # Pair by pair in order, eight held words would be read again for nearly every pair.
    assert len(read) <= 2 * 48 * 48 / held + 48


@pytest.mark.parametrize("block", [1, 7, 64, 1_000])
def test_every_pair_worth_reading_comes_once_whatever_the_block(block):
    random = np.random.default_rng(3)
    rows = random.normal(size=(90, 16)).astype(np.float32) * 0.13 + 1
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    ordered = [
        Candidate(
            f"{n:016x}",
            "",
            "",
            NOW + timedelta(hours=n),
            f"{n % 40:016x}" if n % 3 else None,
            (int(random.integers(60)), 100 + n),
            None if n % 11 == 0 else row,
        )
        for n, row in enumerate(rows)
    ]

    def near(one: Candidate, other: Candidate) -> bool:
        sides = [
            Rows(side.vector[None], np.array([side.published_at.timestamp()]), np.zeros(1))
            for side in (one, other)
            if side.vector is not None
        ]
        return len(sides) == 2 and len(likely_pairs(*sides)) > 0

    wanted = {}
    for i, one in enumerate(ordered):
        for j, other in enumerate(ordered[:i]):
            grouped = one.copy_group is not None and one.copy_group == other.copy_group
            if near(other, one) or grouped or set(one.bands) & set(other.bands):
                wanted[j, i] = near(other, one)
    found = list(pairs_to_read(ordered, block))
    assert {(i, j): close for i, j, close in found} == wanted
    assert len(found) == len(wanted)
    assert set(wanted.values()) == {True, False}


def test_nothing_has_no_pairs():
    assert list(pairs_to_read([], 8)) == []
