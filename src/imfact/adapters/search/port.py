"""The search port: two indices behind two aliases, swapped together. Not for ranking fusion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from imfact.contracts.search import SearchDocument, SearchFilters, SearchHit
from imfact.kit.errors import BackendUnavailable, ConflictError


class SearchUnavailable(BackendUnavailable):
    """The engine does not answer, or holds no current index yet."""

    code = "search_unavailable"


class IndexExists(ConflictError):
    """An index of that version exists already."""

    code = "index_exists"


class SearchEngine(Protocol):
    """A text index ``articles_text_vN`` and a vector index ``articles_vec_vN`` with their aliases.

    Reads always go through the aliases ``*_current``; writes name a version. All calls block.
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

    def current(self) -> int | None:
        """Return the version that both aliases name, None before the first swap."""

    def checksum(self, version: int) -> tuple[str, str]:
        """Return ``checks.checksum`` of the url_hashes in the text and in the vector index."""

    def drop(self, version: int) -> None:
        """Delete both indices of ``version``, as far as they exist. Raises ConflictError for the current one."""

    def swap(self, version: int) -> None:
        """Point both aliases to ``version`` in one step. Raises SearchUnavailable if it does not exist."""

    def text(self, query: str, limit: int, filters: SearchFilters) -> list[SearchHit]:
        """Rank by words (BM25 over morphemes and character bigrams), best first. Empty query: no hits."""

    def vector(
        self, vector: Sequence[float], limit: int, filters: SearchFilters
    ) -> list[SearchHit]:
        """Rank by cosine to ``vector`` (384 unit-length floats), best first, exact below 200,000 rows."""

    def close(self) -> None:
        """Release connections and files."""
