"""Contradictions that were written: their form, what ships, and the rows made of them."""

from __future__ import annotations

import json
from collections import Counter

import numpy as np
import pytest

from imfact.kit.errors import DataError
from imfact.pipeline.train.data.lines import read_rows
from imfact.pipeline.train.data.written import Written, bundled_contradictions
from imfact.pipeline.train.match_data import EDITS, WRITTEN_WEIGHT, match_rows, written_pairs
from tests.encoders import PairEncoder

ITEM = {
    "body": "가온시는 버스 요금을 올리지 않기로 했다.",
    "title": "가온시 버스 요금 동결",
    "contradiction": "가온시 버스 요금 인상",
    "kind": "antonym",
}


def test_a_line_of_another_form_is_named(tmp_path):
    path = tmp_path / "items.jsonl"
    path.write_text(json.dumps(ITEM) + "\n" + json.dumps(ITEM | {"kind": "tone"}) + "\n")
    with pytest.raises(DataError, match="line 2"):
        list(read_rows(path, Written))


def test_what_ships_has_every_kind_and_no_text_twice():
    items = bundled_contradictions()
    kinds = Counter(item.kind for item in items)
    assert set(kinds) == set(EDITS)
    assert min(kinds.values()) > 100
    assert len({item.body for item in items}) == len(items)
    assert all(item.title != item.contradiction for item in items)


def test_an_item_becomes_a_fitting_row_and_a_contradicting_one_of_one_event():
    rows = match_rows(written_pairs([Written.model_validate(ITEM)] * 2, 7), PairEncoder())
    assert rows.kinds == ("fitting", "written") * 2
    assert rows.labels.tolist() == [0, 1, 0, 1]
    assert rows.events.tolist() == [7, 7, 8, 8]
    assert np.all(rows.weights == WRITTEN_WEIGHT)
    assert np.array_equal(rows.leads[0], rows.leads[1])
