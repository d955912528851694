"""A file that leaves the house is there whole or not at all, and replaces nothing but a file."""

from __future__ import annotations

import os

import pytest

from imfact.kit.errors import ConfigError
from imfact.store.whole_file import whole_file


def write(path, text="neu"):
    with whole_file(path) as partial:
        partial.write_text(text, "utf-8")


def test_it_replaces_a_file_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("alt", "utf-8")
    write(path)
    assert path.read_text("utf-8") == "neu"
    assert list(tmp_path.iterdir()) == [path]


def test_what_fails_midway_leaves_the_file_as_it_was(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("alt", "utf-8")
    with pytest.raises(UnicodeEncodeError):
        write(path, "ne\ud800")
    assert path.read_text("utf-8") == "alt"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_one(tmp_path):
    path, link = tmp_path / "a.jsonl", tmp_path / "link.jsonl"
    path.write_text("alt", "utf-8")
    link.symlink_to(path)
    write(link)
    assert link.is_symlink()
    assert path.read_text("utf-8") == "neu"


def test_folders_and_devices_are_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (tmp_path, pipe):
        with pytest.raises(ConfigError, match="no file that could be replaced"):
            write(path)
    assert list(tmp_path.iterdir()) == [pipe]
    assert pipe.is_fifo()


def test_where_nothing_can_be_written_the_place_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"nowhere.*cannot be written: No such file or directory"):
        write(tmp_path / "nowhere" / "a.jsonl")
