"""The embedded search engine: LanceDB tables in a folder. Not for ranking fusion or query words."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import lancedb
import pyarrow as pa
from lancedb.index import FTS
from pydantic import ValidationError

from imfact.adapters.search.checks import DIMENSIONS, checked_vector
from imfact.adapters.search.lance_reading import LanceReading, literal, translated
from imfact.adapters.search.names import IndexAliases
from imfact.adapters.search.port import IndexExists, IndexGone, SearchUnavailable
from imfact.adapters.search.tokens import index_tokens
from imfact.contracts.search import IndexRecord, SearchDocument, SearchFilters, SearchHit
from imfact.kit.errors import ConflictError
from imfact.kit.hashing import set_checksum

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


def _record(version: int) -> str:
    return f"record_v{version}.json"


class LanceSearch:
    """``SearchEngine`` on LanceDB; one process may write while others read the same folder."""

    name = "lancedb"

    def __init__(self, folder: Path, aliases: IndexAliases | None = None) -> None:
        self._folder = folder
        self._aliases = aliases or IndexAliases()
        folder.mkdir(parents=True, exist_ok=True)
        with translated():
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
        with translated():
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
        with translated():
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
        listed = ", ".join(literal(each) for each in url_hashes)
        with translated():
            for name in self._names(version):
                self._table(name).delete(f"url_hash IN ({listed})")

    def count(self, version: int) -> tuple[int, int]:
        """See the port."""
        text, vector = self._names(version)
        with translated():
            return self._table(text).count_rows(), self._table(vector).count_rows()

    def checksum(self, version: int) -> tuple[str, str]:
        """See the port."""
        text, vector = self._names(version)
        return set_checksum(self._hashes(text)), set_checksum(self._hashes(vector))

    def url_hashes(self, version: int) -> tuple[frozenset[str], frozenset[str]]:
        """See the port."""
        text, vector = self._names(version)
        return frozenset(self._hashes(text)), frozenset(self._hashes(vector))

    def record(self, version: int) -> IndexRecord:
        """See the port."""
        with translated():
            try:
                return IndexRecord.model_validate_json(
                    (self._folder / _record(version)).read_text()
                )
            except (FileNotFoundError, ValidationError):
                return IndexRecord()

    def put_record(self, version: int, record: IndexRecord) -> None:
        """See the port."""
        self._require(version)
        self._replace(_record(version), record.model_dump_json())

    def versions(self) -> list[int]:
        """See the port."""
        return self._aliases.complete_versions(self._table_names())

    def halves(self) -> list[int]:
        """See the port."""
        return self._aliases.half_versions(self._table_names())

    def current(self) -> int | None:
        """See the port."""
        named = self._read_aliases()
        version = self._aliases.text_version(named.get(self._aliases.text, ""))
        other = self._aliases.vector_version(named.get(self._aliases.vector, ""))
        return version if version == other else None

    def swap(self, version: int) -> None:
        """See the port."""
        self._require(version)
        text, vector = self._names(version)
        named = {**self._read_aliases(), self._aliases.text: text, self._aliases.vector: vector}
        self._replace(_ALIASES, json.dumps(named, indent=1))

    def drop(self, version: int) -> None:
        """See the port."""
        if version == self.current():
            raise ConflictError(f"Index version {version} is current.", version=version)
        present = self._table_names()
        with translated():
            for name in self._names(version):
                self._tables.pop(name, None)
                if name in present:
                    self._database.drop_table(name)
            (self._folder / _record(version)).unlink(missing_ok=True)

    def reading(self, version: int | None = None) -> LanceReading:
        """See the port."""
        if version is not None:
            return self._opened(version)
        try:
            return self._opened(self._current())
        # It went between looking it up and opening it; then another one is current.
        except IndexGone:
            return self._opened(self._current())

    def text(self, query: str, limit: int, filters: SearchFilters) -> list[SearchHit]:
        """See the port."""
        return self.reading().text(query, limit, filters)

    def vector(
        self, vector: Sequence[float], limit: int, filters: SearchFilters
    ) -> list[SearchHit]:
        """See the port."""
        return self.reading().vector(vector, limit, filters)

    def close(self) -> None:
        """See the port."""
        self._tables.clear()

    def _names(self, version: int) -> tuple[str, str]:
        return self._aliases.text_index(version), self._aliases.vector_index(version)

    def _table_names(self) -> list[str]:
        # The folder itself is the list; the call of the library pages and is slower.
        return [path.stem for path in self._folder.glob("*.lance")]

    def _require(self, version: int) -> None:
        if version not in self.versions():
            raise SearchUnavailable(f"Index version {version} does not exist.", version=version)

    # Any: see __init__.
    def _table(self, name: str) -> Any:
        if name not in self._tables:
            self._tables[name] = self._database.open_table(name)
        return self._tables[name]

    def _current(self) -> int:
        version = self.current()
        if version is None:
            raise SearchUnavailable("There is no current index; build one first.")
        return version

    def _opened(self, version: int) -> LanceReading:
        def gone() -> bool:
            return version not in self.versions()

        names = self._names(version)
        with translated(gone):
            text, vector = (self._table(name) for name in names)
        # Handles of versions that were swapped out; whoever still reads one holds it.
        for name in set(self._tables) - set(names):
            self._tables.pop(name, None)
        return LanceReading(version, text, vector, gone)

    def _hashes(self, name: str) -> list[str]:
        with translated():
            rows = self._table(name).search().select(["url_hash"]).limit(None).to_arrow()
        found: list[str] = rows["url_hash"].to_pylist()
        return found

    def _replace(self, name: str, content: str) -> None:
        """Write a small file whole: readers see the old one or the new one."""
        with translated():
            file = tempfile.NamedTemporaryFile(  # noqa: SIM115 - closed below, before the rename
                "w", dir=self._folder, prefix=f".{name}.", delete=False, encoding="utf-8"
            )
            try:
                with file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                Path(file.name).replace(self._folder / name)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise

    def _read_aliases(self) -> dict[str, str]:
        try:
            content = json.loads((self._folder / _ALIASES).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as exc:
            raise self._broken_aliases() from exc
        if not isinstance(content, dict) or not all(isinstance(v, str) for v in content.values()):
            raise self._broken_aliases()
        return content

    def _broken_aliases(self) -> SearchUnavailable:
        return SearchUnavailable(
            f"{self._folder / _ALIASES} is unreadable. Delete it, then name a version of "
            "`imfact index list` to `imfact index swap`."
        )


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
