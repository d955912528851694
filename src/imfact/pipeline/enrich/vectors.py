"""Vectors that embed made, found again for the AI service; a missing one is no failure here."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

import structlog

from imfact.contracts.ai_api import GivenVectors, pack_vectors
from imfact.kit.errors import DataError, NotFoundError
from imfact.lake.vectors import VectorPart, read_part
from imfact.store.objects import ObjectStore

# Articles of one batch mostly lie in one part; a few more serve re-judged ones.
_PARTS_HELD = 4

_log = structlog.get_logger(__name__)


class VectorShelf:
    """Reads parts of one encoder version, holding the last few."""

    def __init__(self, lake: ObjectStore, encoder_version: str) -> None:
        self._lake = lake
        self._encoder_version = encoder_version
        self._parts: OrderedDict[str, VectorPart] = OrderedDict()

    def find(self, text_hash: str, parts: Mapping[str, str]) -> GivenVectors | None:
        """Return the vectors of a text, None where there are none: the AI service then makes its own."""
        key = parts.get(text_hash)
        if key is None:
            return None
        try:
            vectors = self._part(key).of(text_hash)
        except (DataError, NotFoundError) as exc:
            _log.warning("vectors_unreadable", code=exc.code, key=key)
            return None
        return GivenVectors(
            encoder_version=self._encoder_version,
            title=pack_vectors(vectors.title[None]),
            lead=None if vectors.lead is None else pack_vectors(vectors.lead[None]),
            sentences=pack_vectors(vectors.sentences),
        )

    def _part(self, key: str) -> VectorPart:
        if key not in self._parts:
            self._parts[key] = read_part(self._lake, key)
            if len(self._parts) > _PARTS_HELD:
                self._parts.popitem(last=False)
        self._parts.move_to_end(key)
        return self._parts[key]
