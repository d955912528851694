"""Pairs of many articles are found without reading any of them over and over."""

from datetime import UTC, datetime

import pytest

from imfact.pipeline.group.compare import Candidate, compare
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
