"""Rows of `imfact assess --input`: one a line, and a line ends where JSON lines end."""

from __future__ import annotations

import json

import pytest

from imfact.cli.assess import read_rows
from imfact.kit.errors import DataError


def test_a_body_may_hold_whatever_unicode_calls_a_line_break(tmp_path):
    body = "첫 줄\u2028둘째 줄\u2029셋째 줄\u0085넷째 줄"
    rows = [{"id": 1, "title": "제목", "body": body}, {"id": "b", "title": "둘"}]
    file = tmp_path / "rows.jsonl"
    file.write_bytes("\r\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode())
    assert [(row.id, row.body) for row in read_rows(file)] == [("1", body), ("b", "")]


def test_a_broken_row_is_named_by_its_line(tmp_path):
    file = tmp_path / "rows.jsonl"
    file.write_text('{"id": 1, "title": "\u2028"}\n\n{"id": 2, "title": ""}\n', "utf-8")
    with pytest.raises(DataError, match="line 3, title"):
        list(read_rows(file))
