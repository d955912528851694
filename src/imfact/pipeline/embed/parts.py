"""Where a batch's vectors go: parts with names that a resumed run finds again; not how they are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import structlog

from imfact.kit.errors import DataError
from imfact.lake import keys
from imfact.lake.vectors import ArticleVectors, read_part, write_part
from imfact.store.objects import ObjectStore

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PartNames:
    """The part keys of one stage of one run; ``batches`` is how many its manifest makes."""

    encoder_version: str
    run_id: str
    batches: int

    def of(self, batch: int) -> Iterator[str]:
        """Yield the batch's own key, then others that belong to no batch of the manifest."""
        for number in count(batch, self.batches):
            yield keys.embeddings_part(self.encoder_version, self.run_id, number)


def store_vectors(
    lake: ObjectStore,
    names: Iterator[str],
    texts: Sequence[str],
    encode: Callable[[Sequence[str]], list[ArticleVectors]],
) -> dict[str, str]:
    """Return text_hash → part key for all ``texts``; only what no part holds yet is encoded.

    A part of that name was left by a try of this run that ended before the gateway was told. One
    that cannot be read stays as it is, and the next name is taken.
    """
    places: dict[str, str] = {}
    missing = list(texts)
    for key in names:
        if lake.exists(key):
            held = _held(lake, key)
        else:
            vectors = encode(missing)
            held = {one.text_hash for one in vectors} if write_part(lake, key, vectors) else set()
        places |= {text: key for text in missing if text in held}
        missing = [text for text in missing if text not in places]
        if not missing:
            break
    return places


def _held(lake: ObjectStore, key: str) -> set[str]:
    try:
        return set(read_part(lake, key).articles)
    except DataError as exc:
        _log.warning("part_unreadable", key=key, code=exc.code)
        return set()
