"""Vectors come back from a part as they went in; anything else is named."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from imfact.kit.errors import ContractError
from imfact.lake.vectors import ArticleVectors, VectorsNotFound, read_part, write_part
from imfact.store.objects import ObjectStore

KEY = "features/embeddings/2026-11-23-v1/part-20261124T034500Z-1f2e3d-0000.parquet"


@pytest.fixture
def lake(tmp_path: Path) -> ObjectStore:
    return ObjectStore(tmp_path / "lake")


def vectors(text_hash: str, sentences: int, *, lead: bool = True) -> ArticleVectors:
    rows = np.random.default_rng(sentences).normal(size=(sentences + 3, 8)).astype(np.float32)
    return ArticleVectors(
        url_hash="a" * 32,
        text_hash=text_hash,
        curated_key="curated/2026/11/24/x.json",
        title=rows[0],
        lead=rows[1] if lead else None,
        article=rows[2],
        sentences=rows[3:],
        spans=tuple((10 * n, 10 * n + 9) for n in range(sentences)),
    )


def test_what_was_written_is_read(lake: ObjectStore):
    written = [vectors("1" * 32, 5), vectors("2" * 32, 0, lead=False), vectors("3" * 32, 1)]
    assert write_part(lake, KEY, written)
    part = read_part(lake, KEY)
    for one in written:
        back = part.of(one.text_hash)
        assert (back.url_hash, back.curated_key, back.spans) == (
            one.url_hash,
            one.curated_key,
            one.spans,
        )
        for name in ("title", "article", "sentences"):
            assert np.array_equal(getattr(back, name), getattr(one, name))
        assert (back.lead is None) == (one.lead is None)


def test_the_table_has_the_columns_that_others_may_rely_on(lake: ObjectStore):
    write_part(lake, KEY, [vectors("1" * 32, 2)])
    table = pq.read_table(io.BytesIO(lake.get(KEY)))
    assert table.schema.field("vector").type == pa.list_(pa.float32(), 8)
    assert table["kind"].to_pylist() == ["title", "lead", "article", "sentence", "sentence"]
    assert table["start"].to_pylist() == [None, None, None, 0, 10]


def test_a_part_is_written_once(lake: ObjectStore):
    assert write_part(lake, KEY, [vectors("1" * 32, 2)])
    assert not write_part(lake, KEY, [vectors("2" * 32, 2)])
    assert read_part(lake, KEY).of("1" * 32)


def test_another_text_is_not_found(lake: ObjectStore):
    write_part(lake, KEY, [vectors("1" * 32, 2)])
    with pytest.raises(VectorsNotFound):
        read_part(lake, KEY).of("2" * 32)


@pytest.mark.parametrize("columns", [None, {"x": [1]}, {"vector": ["no"], "kind": ["title"]}])
def test_a_file_of_another_form_is_named(
    lake: ObjectStore, columns: dict[str, list[object]] | None
):
    data = b"not parquet"
    if columns is not None:
        buffer = io.BytesIO()
        pq.write_table(pa.table(columns), buffer)
        data = buffer.getvalue()
    lake.put(KEY, data)
    with pytest.raises(ContractError, match="not a part of vectors"):
        read_part(lake, KEY)
