"""The embedded search engine: LanceDB tables in a folder. Not for ranking fusion or query words."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import lancedb
import pyarrow as pa
from lancedb.index import FTS
from lancedb.query import BooleanQuery, FullTextOperator, MatchQuery, Occur

from imfact.adapters.search.checks import DIMENSIONS, checked_vector, checksum
from imfact.adapters.search.names import IndexAliases
from imfact.adapters.search.port import IndexExists, SearchUnavailable
from imfact.adapters.search.tokens import index_tokens
from imfact.adapters.search.words import words_of
from imfact.contracts.search import SearchDocument, SearchFilters, SearchHit
from imfact.kit.errors import ConflictError

_FILTERED = [("source", pa.string()), ("section", pa.string()), ("band", pa.string())]
_TEXT = pa.schema([("url_hash", pa.string()), ("words", pa.string()), *_FILTERED])
_VECTOR = pa.schema(
    [("url_hash", pa.string()), ("vector", pa.list_(pa.float32(), DIMENSIONS)), *_FILTERED]
)
# Titles outweigh bodies by repetition in one column: each clause of a query costs the same again for
# every column, and the saturation of BM25 then works over the whole document.
_TITLE_TIMES = 3
# Tokens arrive ready-made and parted by spaces; the index must not change or drop any.
_WORDS = FTS(
    base_tokenizer="whitespace",
    lower_case=False,
    stem=False,
    remove_stop_words=False,
    ascii_folding=False,
    max_token_length=None,
)
# Rows that no word index holds yet are found too, by a scan that every clause of a query repeats. So
# they are indexed once they are this many, or this share of a large index, whose merge is dearer.
_UNINDEXED = 100
_UNINDEXED_SHARE = 0.01
# Readers always open the newest version, so an older one is in use for the length of a query at most.
_KEEP_VERSIONS = timedelta(minutes=10)
_ALIASES = "aliases.json"


class LanceSearch:
    """``SearchEngine`` on LanceDB; one process may write while others read the same folder."""

    name = "lancedb"

    def __init__(self, folder: Path, aliases: IndexAliases | None = None) -> None:
        self._folder = folder
        self._aliases = aliases or IndexAliases()
        folder.mkdir(parents=True, exist_ok=True)
        with _translated():
            # Interval 0: each read asks for the newest version, as another process may have written.
            self._database = lancedb.connect(folder, read_consistency_interval=timedelta(0))
        # Any: lancedb's table classes differ by backend and are untyped where it matters.
        self._tables: dict[str, Any] = {}

    def create(self, version: int) -> None:
        """See the port."""
        text, vector = self._names(version)
        present = self._table_names()
        if text in present and vector in present:
            raise IndexExists(f"Index version {version} exists.", version=version)
        with _translated():
            # One of the two alone is what a crash left; it holds nothing that counts.
            for name in {text, vector} & set(present):
                self._database.drop_table(name)
            table = self._database.create_table(text, schema=_TEXT)
            table.create_index("words", config=_WORDS)
            self._database.create_table(vector, schema=_VECTOR)

    def write(self, version: int, documents: Sequence[SearchDocument]) -> None:
        """See the port."""
        latest = {document.url_hash: document for document in documents}
        if not latest:
            return
        texts, vectors = [], []
        for each in latest.values():
            shared = each.model_dump(include={"url_hash", "source", "section", "band"})
            words = [index_tokens(each.title)] * _TITLE_TIMES + [index_tokens(each.body)]
            texts.append({**shared, "words": " ".join(words)})
            vectors.append({**shared, "vector": checked_vector(each.vector)})
        text, vector = self._names(version)
        with _translated():
            for name, rows, schema in ((text, texts, _TEXT), (vector, vectors, _VECTOR)):
                table = self._table(name)
                merge = table.merge_insert("url_hash").when_matched_update_all()
                merge.when_not_matched_insert_all().execute(
                    pa.Table.from_pylist(rows, schema=schema)
                )
                _tidy(table)

    def remove(self, version: int, url_hashes: Sequence[str]) -> None:
        """See the port."""
        if not url_hashes:
            return
        listed = ", ".join(_literal(each) for each in url_hashes)
        with _translated():
            for name in self._names(version):
                self._table(name).delete(f"url_hash IN ({listed})")

    def count(self, version: int) -> tuple[int, int]:
        """See the port."""
        text, vector = self._names(version)
        with _translated():
            return self._table(text).count_rows(), self._table(vector).count_rows()

    def checksum(self, version: int) -> tuple[str, str]:
        """See the port."""
        text, vector = self._names(version)
        return self._checksum(text), self._checksum(vector)

    def versions(self) -> list[int]:
        """See the port."""
        return self._aliases.complete_versions(self._table_names())

    def current(self) -> int | None:
        """See the port."""
        named = self._read_aliases()
        version = self._aliases.text_version(named.get(self._aliases.text, ""))
        other = self._aliases.vector_version(named.get(self._aliases.vector, ""))
        return version if version == other else None

    def swap(self, version: int) -> None:
        """See the port."""
        if version not in self.versions():
            raise SearchUnavailable(f"Index version {version} does not exist.", version=version)
        text, vector = self._names(version)
        named = {**self._read_aliases(), self._aliases.text: text, self._aliases.vector: vector}
        with tempfile.NamedTemporaryFile(
            "w", dir=self._folder, prefix=_ALIASES, delete=False, encoding="utf-8"
        ) as file:
            json.dump(named, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(self._folder / _ALIASES)

    def drop(self, version: int) -> None:
        """See the port."""
        if version == self.current():
            raise ConflictError(f"Index version {version} is current.", version=version)
        present = self._table_names()
        with _translated():
            for name in self._names(version):
                self._tables.pop(name, None)
                if name in present:
                    self._database.drop_table(name)

    def text(self, query: str, limit: int, filters: SearchFilters) -> list[SearchHit]:
        """See the port."""
        words = words_of(query)
        if not words or limit < 1:
            return []
        forms = [form for word in words for form in word.forms]
        every = dict.fromkeys(token for word in words for token in word.tokens)
        asked = BooleanQuery(
            [
                (
                    Occur.MUST,
                    BooleanQuery(
                        [(Occur.SHOULD, _match(form, FullTextOperator.AND)) for form in forms]
                    ),
                ),
                (Occur.SHOULD, _match(every, FullTextOperator.OR)),
            ]
        )
        with _translated():
            table = self._current_table(0)
            search = _filtered(table.search(asked, query_type="fts"), filters)
            rows = search.select(["url_hash", "_score"]).limit(limit).to_arrow().to_pylist()
        return _ranked((row["url_hash"], row["_score"]) for row in rows)

    def vector(
        self, vector: Sequence[float], limit: int, filters: SearchFilters
    ) -> list[SearchHit]:
        """See the port."""
        wanted = checked_vector(vector)
        if limit < 1:
            return []
        with _translated():
            search = self._current_table(1).search(wanted, query_type="vector")
            search = _filtered(search.distance_type("cosine"), filters)
            rows = search.select(["url_hash", "_distance"]).limit(limit).to_arrow().to_pylist()
        return _ranked((row["url_hash"], 1.0 - row["_distance"]) for row in rows)

    def close(self) -> None:
        """See the port."""
        self._tables.clear()

    def _names(self, version: int) -> tuple[str, str]:
        return self._aliases.text_index(version), self._aliases.vector_index(version)

    def _table_names(self) -> list[str]:
        # The folder itself is the list; the call of the library pages and is slower.
        return [path.stem for path in self._folder.glob("*.lance")]

    # Any: see __init__.
    def _table(self, name: str) -> Any:
        if name not in self._tables:
            self._tables[name] = self._database.open_table(name)
        return self._tables[name]

    # Any: see __init__.
    def _current_table(self, place: int) -> Any:
        version = self.current()
        if version is None:
            raise SearchUnavailable("There is no current index; build one first.")
        return self._table(self._names(version)[place])

    def _checksum(self, name: str) -> str:
        with _translated():
            rows = self._table(name).search().select(["url_hash"]).limit(None).to_arrow()
        return checksum(rows["url_hash"].to_pylist())

    def _read_aliases(self) -> dict[str, str]:
        try:
            content = json.loads((self._folder / _ALIASES).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as exc:
            raise SearchUnavailable("The aliases of the search folder are unreadable.") from exc
        return dict(content)


# Any: a lancedb table.
def _tidy(table: Any) -> None:
    """Take new rows into the word indices and drop old versions, once enough have gathered."""
    indexed = unindexed = 0
    for index in table.list_indices():
        statistics = table.index_stats(index.name)
        indexed += statistics.num_indexed_rows
        unindexed += statistics.num_unindexed_rows
    if not indexed or unindexed >= max(_UNINDEXED, indexed * _UNINDEXED_SHARE):
        table.optimize(cleanup_older_than=_KEEP_VERSIONS)


def _match(tokens: Iterable[str], operator: FullTextOperator) -> MatchQuery:
    return MatchQuery(  # type: ignore[call-arg]  # their defaults are invisible to mypy
        " ".join(tokens), "words", operator=operator
    )


# Any: a lancedb query builder.
def _filtered(search: Any, filters: SearchFilters) -> Any:
    """Add ``filters`` to ``search``, applied before the ranking."""
    given = filters.model_dump(exclude_none=True)
    if not given:
        return search
    where = " AND ".join(f"{field} = {_literal(value)}" for field, value in given.items())
    return search.where(where, prefilter=True)


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _ranked(scored: Iterator[tuple[str, float]]) -> list[SearchHit]:
    """Return hits, best first; equal scores in the order of url_hash, so that answers are stable."""
    ordered = sorted(scored, key=lambda pair: (-pair[1], pair[0]))
    return [SearchHit(url_hash=url_hash, score=score) for url_hash, score in ordered]


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    # What lancedb raises: OSError, ValueError (no such table) and RuntimeError (the engine below it).
    except (OSError, ValueError, RuntimeError) as exc:
        raise SearchUnavailable("The search index cannot be read or written.") from exc
