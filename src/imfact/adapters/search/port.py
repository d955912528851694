"""The search port: two indices behind two aliases, swapped together. Not for ranking fusion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from imfact.contracts.search import IndexRecord, SearchDocument, SearchFilters, SearchHit
from imfact.kit.errors import BackendUnavailable, ConflictError


class SearchUnavailable(BackendUnavailable):
    """The engine does not answer, or holds no current index yet."""

    code = "search_unavailable"


class SearchFull(SearchUnavailable):
    """The engine's disk is full; it stays so until somebody makes room, so asking again is idle."""

    retryable = False


class IndexGone(SearchUnavailable):
    """The version that is being read was dropped meanwhile; read the current one."""

    code = "index_gone"


class IndexExists(ConflictError):
    """An index of that version exists already."""

    code = "index_exists"


class SearchReading(Protocol):
    """Both indices of one version, for the length of a request.

    The version is looked up once, when the reading is made: words and vectors of one answer are of
    one version, whatever is swapped meanwhile. Both calls raise IndexGone once it was dropped.
    """

    @property
    def version(self) -> int:
        """The version that is read."""

    def text(self, query: str, limit: int, filters: SearchFilters) -> list[SearchHit]:
        """Rank by words (BM25 over morphemes and character bigrams), best first. Empty query: no hits."""

    def vector(
        self, vector: Sequence[float], limit: int, filters: SearchFilters
    ) -> list[SearchHit]:
        """Rank by cosine to ``vector`` (384 unit-length floats), best first, exact below 200,000 rows."""


class SearchEngine(Protocol):
    """A text index ``articles_text_vN`` and a vector index ``articles_vec_vN`` with their aliases.

    Readers see what the aliases ``*_current`` name; writes name a version. All calls block.
    """

    @property
    def name(self) -> str:
        """``lancedb`` or ``opensearch``."""

    def create(self, version: int) -> None:
        """Create both empty indices of ``version``. Raises IndexExists."""

    def write(self, version: int, documents: Sequence[SearchDocument]) -> None:
        """Insert or replace by url_hash; visible to searches when the call returns."""

    def remove(self, version: int, url_hashes: Sequence[str]) -> None:
        """Delete by url_hash; unknown ones are ignored."""

    def count(self, version: int) -> tuple[int, int]:
        """Return the documents in the text and in the vector index of ``version``."""

    def versions(self) -> list[int]:
        """Return every version of which both indices exist, ascending."""

    def halves(self) -> list[int]:
        """Return every version of which a crash left one index without the other, ascending."""

    def current(self) -> int | None:
        """Return the version that both aliases name, None before the first swap."""

    def checksum(self, version: int) -> tuple[str, str]:
        """Return ``set_checksum`` of the url_hashes in the text and in the vector index."""

    def url_hashes(self, version: int) -> tuple[frozenset[str], frozenset[str]]:
        """Return the url_hashes in the text and in the vector index."""

    def record(self, version: int) -> IndexRecord:
        """Return what was last kept beside ``version``; a blank record where nothing was."""

    def put_record(self, version: int, record: IndexRecord) -> None:
        """Keep ``record`` beside ``version``; it goes when the version is dropped."""

    def drop(self, version: int) -> None:
        """Delete both indices of ``version``, as far as they exist. Raises ConflictError for the current one."""

    def swap(self, version: int) -> None:
        """Point both aliases to ``version`` in one step. Raises SearchUnavailable if it does not exist."""

    def reading(self, version: int | None = None) -> SearchReading:
        """Return ``version``, else the current one, for one request.

        Raises:
            SearchUnavailable: no version is current.
            IndexGone: there is no such version.
        """

    def text(self, query: str, limit: int, filters: SearchFilters) -> list[SearchHit]:
        """Read words once, from the version that is current now; see ``SearchReading``."""

    def vector(
        self, vector: Sequence[float], limit: int, filters: SearchFilters
    ) -> list[SearchHit]:
        """Read vectors once, from the version that is current now; see ``SearchReading``."""

    def close(self) -> None:
        """Release connections and files."""
