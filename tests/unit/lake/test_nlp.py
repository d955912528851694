"""Linguistic features: what was written is read, each text once, another file is named."""

from __future__ import annotations

import io
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pyarrow.parquet as pq
import pytest

from imfact.kit.errors import ContractError
from imfact.kit.ids import RunId
from imfact.lake import keys
from imfact.lake.nlp import TACTICS, NlpFeatures, NlpWriter, read_features, write_features
from imfact.store.objects import ObjectStore

NOW = datetime(2026, 11, 24, 4, 45, tzinfo=UTC)
RUN = RunId("20261124T044500Z-0a1b2c")
KEY = keys.nlp_part(NOW, RUN, 0)


@pytest.fixture
def lake(tmp_path):
    return ObjectStore.open(f"file:{tmp_path}/lake")


def row(number: int) -> NlpFeatures:
    # Any: a value of each column's own type.
    values: dict[str, Any] = {
        "int": number,
        "float": number / 8,
        "bool": number % 2 == 0,
        "str": f"{number:032x}",
    }
    given: dict[str, Any] = {
        field.name: values.get(str(field.type)) for field in fields(NlpFeatures)
    }
    return NlpFeatures(**(given | {"lexicon_hits": dict.fromkeys(TACTICS, number)}))


def test_what_was_written_is_read(lake):
    rows = [row(number) for number in range(3)]
    assert write_features(lake, KEY, rows)
    assert read_features(lake, KEY) == rows
    assert not write_features(lake, KEY, [row(9)])


def test_the_table_has_the_columns_that_others_may_rely_on(lake):
    write_features(lake, KEY, [row(1)])
    table = pq.read_table(io.BytesIO(lake.get(KEY)))
    assert table.column_names == [field.name for field in fields(NlpFeatures)]
    assert {field.name for field in table.schema.field("lexicon_hits").type} == set(TACTICS)


@pytest.mark.parametrize("data", [b"not parquet", b""])
def test_a_file_of_another_form_is_named(lake, data):
    lake.put(KEY, data)
    with pytest.raises(ContractError, match="no part of features"):
        read_features(lake, KEY)


def test_a_left_file_that_cannot_be_read_stays_and_another_name_is_taken(lake):
    lake.put(KEY, b"half a file")
    NlpWriter(lake, RUN, 4).write(0, [(NOW, row(1))])
    assert lake.get(KEY) == b"half a file"
    assert read_features(lake, keys.nlp_part(NOW, RUN, 4)) == [row(1)]


def test_a_left_file_with_other_texts_is_completed(lake):
    NlpWriter(lake, RUN, 4).write(0, [(NOW, row(1))])
    NlpWriter(lake, RUN, 2).write(0, [(NOW, row(1)), (NOW, row(2)), (NOW, row(2))])
    assert read_features(lake, keys.nlp_part(NOW, RUN, 2)) == [row(2)]


def test_a_changed_text_is_written_and_a_known_one_is_not(lake):
    NlpWriter(lake, RUN, 1).write(0, [(NOW, row(1))])
    later, changed = RunId("20261125T044500Z-0a1b2c"), replace(row(1), text_hash="f" * 32)
    NlpWriter(lake, later, 1).write(0, [(NOW, row(1)), (NOW, changed)])
    assert read_features(lake, keys.nlp_part(NOW, later, 0)) == [changed]
