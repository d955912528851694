"""Rows of a file to judge: one JSON object a line, whatever separators its texts hold."""

from __future__ import annotations

import json

import pytest

from imfact.cli.assess import read_rows
from imfact.kit.errors import DataError


def test_a_line_ends_at_a_line_feed_and_nowhere_else(tmp_path):
    path = tmp_path / "rows.jsonl"
    titles = ["가람시\u2028도서관 열어", "둘째\u0085줄", "셋째 줄"]
    lines = [
        json.dumps({"id": str(n), "title": t}, ensure_ascii=False) for n, t in enumerate(titles)
    ]
    path.write_text("\ufeff" + "\r\n".join(lines) + "\r\n", "utf-8")
    assert [row.title for row in read_rows(path)] == titles


def test_a_bad_row_is_named_by_its_line(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text('{"id": "1", "title": "제목"}\n\n{"id": "2"}\n', "utf-8")
    with pytest.raises(DataError, match=r"line 3, title"):
        list(read_rows(path))
