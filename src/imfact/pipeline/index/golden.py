"""Golden queries: an article must be found by its own title and by its own vector."""

from __future__ import annotations

from collections.abc import Iterable

from imfact.adapters.search.port import SearchReading
from imfact.contracts.search import SearchDocument, SearchFilters

# As many as a reader can page through; copies of a text share their title and their vector.
TOP = 100
# Two float32 vectors that are equal may differ by this much in their cosine.
_EQUAL = 1e-5


def unfound(
    reading: SearchReading, documents: Iterable[SearchDocument], filters: SearchFilters
) -> list[str]:
    """Return a sentence for each document that a search for itself does not find."""
    said = []
    for document in documents:
        words = reading.text(document.title, TOP, filters)
        # A title without a single word, such as an emoji, can be found by nobody.
        if words and document.url_hash not in {hit.url_hash for hit in words}:
            said.append(f"{document.url_hash} is not found by its title.")
        if not words and any(each.isalnum() for each in document.title):
            said.append(f"{document.url_hash} is not found by its title.")
        hits = reading.vector(document.vector, TOP, filters)
        crowded = len(hits) == TOP and hits[-1].score >= 1.0 - _EQUAL
        if not crowded and document.url_hash not in {hit.url_hash for hit in hits}:
            said.append(f"{document.url_hash} is not found by its vector.")
    return said
