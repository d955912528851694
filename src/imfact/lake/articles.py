"""curated/: articles as refine made them; a re-derived one is a new numbered version."""

from __future__ import annotations

from imfact.contracts.article import CuratedArticle
from imfact.kit.errors import ContractError
from imfact.lake import keys
from imfact.lake.versions import Placed, place
from imfact.store.objects import ObjectStore

# Fields that say how a record came about, not what the article is: alone they make no new version.
_DERIVATION = {"parents", "raw_key", "fetched_at"}


def write_article(lake: ObjectStore, article: CuratedArticle) -> Placed:
    """Write ``article`` unless an equal version exists; the record names its parents."""
    moment = article.published_at or article.fetched_at

    def key_of(number: int) -> str:
        return keys.curated(moment, article.url_hash, number)

    meaning = article.model_dump(exclude=_DERIVATION)

    def same(existing: bytes) -> bool:
        return _parse(existing).model_dump(exclude=_DERIVATION) == meaning

    earlier: list[str] = []
    while lake.exists(key_of(len(earlier))):
        earlier.append(key_of(len(earlier)))
    record = article.model_copy(update={"parents": tuple(earlier)})
    return place(lake, key_of, record.model_dump_json(indent=1).encode(), same)


def read_article(lake: ObjectStore, key: str) -> CuratedArticle:
    """Return the article at ``key``. Raises ObjectNotFound, or ContractError for a broken record."""
    try:
        return _parse(lake.get(key))
    except ValueError as exc:
        raise ContractError(f"{key} is not a curated article: {exc}", key=key) from exc


def _parse(data: bytes) -> CuratedArticle:
    return CuratedArticle.model_validate_json(data)
