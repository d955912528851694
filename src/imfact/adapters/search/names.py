"""Names of the indices and their aliases: built here and parsed here, nowhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SUFFIX = "_current"
# What OpenSearch accepts as an index name, kept narrow: lower-case, no leading dash or underscore.
_ALIAS = re.compile(r"[a-z][a-z0-9_-]{0,99}_current")


@dataclass(frozen=True, slots=True)
class IndexAliases:
    """The two aliases; the index of version 3 behind ``articles_text_current`` is ``articles_text_v3``."""

    text: str = "articles_text_current"
    vector: str = "articles_vec_current"

    def __post_init__(self) -> None:
        for alias in (self.text, self.vector):
            if _ALIAS.fullmatch(alias) is None:
                raise ValueError(f"an alias is lower-case and ends in {_SUFFIX}: {alias!r}")
        if self.text == self.vector:
            raise ValueError("the text and the vector index need different aliases")

    @classmethod
    def with_prefix(cls, prefix: str) -> IndexAliases:
        """Return the usual aliases behind ``prefix``, so that several sets share one engine."""
        return cls(f"{prefix}articles_text{_SUFFIX}", f"{prefix}articles_vec{_SUFFIX}")

    @property
    def patterns(self) -> tuple[str, str]:
        """Wildcards over every version of the text and of the vector index."""
        return self.text.removesuffix(_SUFFIX) + "_v*", self.vector.removesuffix(_SUFFIX) + "_v*"

    def text_index(self, version: int) -> str:
        """Return the name of the text index of ``version``."""
        return _build(self.text, version)

    def vector_index(self, version: int) -> str:
        """Return the name of the vector index of ``version``."""
        return _build(self.vector, version)

    def text_version(self, name: str) -> int | None:
        """Return the version in the name of a text index, None for any other name."""
        return _parse(self.text, name)

    def vector_version(self, name: str) -> int | None:
        """Return the version in the name of a vector index, None for any other name."""
        return _parse(self.vector, name)

    def complete_versions(self, names: list[str]) -> list[int]:
        """Return every version of which ``names`` hold both indices, ascending."""
        texts = {self.text_version(name) for name in names}
        vectors = {self.vector_version(name) for name in names}
        return sorted(version for version in texts & vectors if version is not None)

    def half_versions(self, names: list[str]) -> list[int]:
        """Return every version of which ``names`` hold one index without the other, ascending."""
        texts = {self.text_version(name) for name in names}
        vectors = {self.vector_version(name) for name in names}
        return sorted(version for version in texts ^ vectors if version is not None)


def _build(alias: str, version: int) -> str:
    if version < 1:
        raise ValueError(f"versions begin at 1: {version}")
    return f"{alias.removesuffix(_SUFFIX)}_v{version}"


def _parse(alias: str, name: str) -> int | None:
    stem = re.escape(alias.removesuffix(_SUFFIX))
    match = re.fullmatch(rf"{stem}_v([1-9][0-9]*)", name)
    return int(match.group(1)) if match else None
