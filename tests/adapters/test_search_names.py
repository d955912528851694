"""Names of indices and aliases, and what a second process sees of the embedded engine."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imfact.adapters.search.lancedb import LanceSearch
from imfact.adapters.search.names import IndexAliases
from tests.adapters.search_engines import ALL, document, url_hash

PREFIXES = st.from_regex(r"[a-z][a-z0-9_-]{0,20}", fullmatch=True)
VERSIONS = st.integers(min_value=1, max_value=10**6)

READER = """
import sys
from pathlib import Path
from imfact.adapters.search.lancedb import LanceSearch
from imfact.contracts.search import SearchFilters
engine = LanceSearch(Path(sys.argv[1]))
for query in sys.stdin:
    hits = engine.text(query, 5, SearchFilters())
    print(engine.current(), *(hit.url_hash for hit in hits), flush=True)
"""


@given(prefix=PREFIXES, version=VERSIONS)
def test_names_are_parsed_as_they_were_built(prefix, version):
    aliases = IndexAliases.with_prefix(prefix)
    text, vector = aliases.text_index(version), aliases.vector_index(version)
    assert aliases.text_version(text) == aliases.vector_version(vector) == version
    assert aliases.vector_version(text) is aliases.text_version(vector) is None
    assert aliases.complete_versions([text, vector, "other_v1"]) == [version]
    assert aliases.complete_versions([text]) == []


@given(one=PREFIXES, other=PREFIXES, version=VERSIONS)
def test_sets_of_names_do_not_meet(one, other, version):
    name = IndexAliases.with_prefix(one).text_index(version)
    found = IndexAliases.with_prefix(other).text_version(name)
    assert found == (version if one == other else None)


@pytest.mark.parametrize(
    "name", ["articles_text_v0", "articles_text_v01", "articles_text_v-1", "articles_text_v1 ",
             "xarticles_text_v1", "articles_text_current", "articles_text_v1\n"],
)  # fmt: skip
def test_other_names_have_no_version(name):
    assert IndexAliases().text_version(name) is None


@pytest.mark.parametrize(
    "pair", [("a", "b"), ("a_current", "a_current"), ("A_current", "b_current")]
)
def test_aliases_that_cannot_work_are_refused(pair):
    with pytest.raises(ValueError, match="alias"):
        IndexAliases(*pair)


def test_a_reader_in_another_process_sees_what_is_written_and_swapped(tmp_path):
    writer = LanceSearch(tmp_path)
    writer.create(1)
    writer.swap(1)
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:

        def ask(query: str) -> list[str]:
            assert reader.stdin is not None
            assert reader.stdout is not None
            print(query, file=reader.stdin, flush=True)
            return reader.stdout.readline().split()

        assert ask("축제") == ["1"]
        writer.write(1, [document(1, "강물 축제")])
        assert ask("축제") == ["1", url_hash(1)]
        # Enough to be taken into the word index, whose files change under the reader.
        writer.write(1, [document(n, "등대 음악회") for n in range(2, 150)])
        writer.remove(1, [url_hash(1)])
        assert ask("축제") == ["1"]
        assert len(ask("음악회")) == 6
        writer.create(2)
        writer.write(2, [document(7, "강물 축제")])
        assert ask("축제") == ["1"]
        writer.swap(2)
        writer.drop(1)
        assert ask("축제") == ["2", url_hash(7)]
        assert reader.stdin is not None
        reader.stdin.close()
    assert writer.text("축제", 5, ALL)[0].url_hash == url_hash(7)
