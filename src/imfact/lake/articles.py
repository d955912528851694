"""curated/: articles as refine made them; a re-derived one is a new numbered version."""

from __future__ import annotations

from imfact.contracts.article import CuratedArticle
from imfact.kit.errors import ContractError
from imfact.lake import keys
from imfact.lake.versions import Placed
from imfact.store.objects import ObjectStore

# Fields that say how a record came about, not what the article is: alone they make no new version.
_DERIVATION = {"parents", "raw_key", "fetched_at", "signature"}


def write_article(lake: ObjectStore, article: CuratedArticle) -> Placed:
    """Write ``article`` unless it says what the version before its fetch says; it names its parents.

    Before in the order of fetches, not of writing: a headline that was changed and changed back is
    a third version, and deriving all three from raw/ once more writes nothing.
    """
    moment = article.published_at or article.fetched_at
    while True:
        earlier = _versions(lake, article)
        before = [one for one in earlier if one[1].fetched_at <= article.fetched_at]
        latest = max((one.fetched_at for _, one in before), default=None)
        for key, one in before:
            # Of one fetch every derivation counts, so that going back to older code writes nothing.
            if one.fetched_at == latest and _meaning(one) == _meaning(article):
                return Placed(key, keys.parse_curated(key).number, written=False)
        record = article.model_copy(update={"parents": tuple(key for key, _ in earlier)})
        key = keys.curated(moment, article.url_hash, len(earlier))
        if lake.put_if_absent(key, record.model_dump_json(indent=1).encode()):
            return Placed(key, len(earlier), written=True)


def read_article(lake: ObjectStore, key: str) -> CuratedArticle:
    """Return the article at ``key``. Raises ObjectNotFound, or ContractError for a broken record."""
    try:
        return CuratedArticle.model_validate_json(lake.get(key))
    except ValueError as exc:
        raise ContractError(f"{key} is not a curated article: {exc}", key=key) from exc


def _versions(lake: ObjectStore, article: CuratedArticle) -> list[tuple[str, CuratedArticle]]:
    """Return the versions of that day, in the order they were written."""
    moment = article.published_at or article.fetched_at
    found: list[tuple[str, CuratedArticle]] = []
    while lake.exists(key := keys.curated(moment, article.url_hash, len(found))):
        found.append((key, read_article(lake, key)))
    return found


# Any JSON value by field name.
def _meaning(article: CuratedArticle) -> dict[str, object]:
    return article.model_dump(exclude=_DERIVATION)
