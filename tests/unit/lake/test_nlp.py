"""Linguistic features: what was written is read, each text once, another file is named."""

from __future__ import annotations

import io
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pyarrow.parquet as pq
import pytest

from imfact.kit.errors import ContractError
from imfact.lake import keys
from imfact.lake.nlp import TACTICS, NlpFeatures, NlpWriter, read_features, write_features
from imfact.store.objects import ObjectStore

NOW = datetime(2026, 11, 24, 4, 45, tzinfo=UTC)
KEY = keys.nlp_part(NOW, "0" * 32)


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


def parts(lake):
    return {key: read_features(lake, key) for key in lake.keys(keys.NLP)}


def test_the_name_says_the_texts_whatever_their_order_or_run(tmp_path, lake):
    NlpWriter(lake).write([(NOW, row(2)), (NOW, row(1)), (NOW, row(2))])
    other = ObjectStore.open(f"file:{tmp_path}/other")
    NlpWriter(other).write([(NOW, row(1)), (NOW, row(2))])
    ((key, rows),) = parts(lake).items()
    assert rows == [row(1), row(2)]
    assert parts(other) == {key: rows}


def test_batches_at_the_same_time_take_no_names_from_each_other(lake):
    writers = [NlpWriter(lake) for _ in range(3)]
    for writer in writers:  # all of them have looked before any has written
        writer.write([(NOW, row(9))])
    for number, writer in enumerate(writers):
        writer.write([(NOW, row(number))])
    assert sorted(len(rows) for rows in parts(lake).values()) == [1, 1, 1, 1]
    assert sorted(one.url_hash for rows in parts(lake).values() for one in rows) == [
        row(number).url_hash for number in (0, 1, 2, 9)
    ]


def test_another_chunking_completes_what_an_interrupted_run_left(lake):
    NlpWriter(lake).write([(NOW, row(1)), (NOW, row(3))])
    writer = NlpWriter(lake)
    for chunk in ([row(1), row(2)], [row(3)]):
        writer.write([(NOW, one) for one in chunk])
    assert sorted(len(rows) for rows in parts(lake).values()) == [1, 2]
    assert [row(2)] in parts(lake).values()


def test_a_broken_file_of_that_name_stays_and_another_name_is_taken(lake):
    NlpWriter(lake).write([(NOW, row(1))])
    (key,) = parts(lake)
    lake.put(key, b"half a file")
    NlpWriter(lake).write([(NOW, row(1))])
    assert lake.get(key) == b"half a file"
    assert read_features(lake, key.replace(".parquet", ".1.parquet")) == [row(1)]


def test_a_changed_text_is_written_and_a_known_one_is_not(lake):
    NlpWriter(lake).write([(NOW, row(1))])
    changed = replace(row(1), text_hash="f" * 32)
    NlpWriter(lake).write([(NOW, row(1)), (NOW, changed)])
    assert sorted(parts(lake).values(), key=lambda rows: rows[0].text_hash) == [[row(1)], [changed]]
