"""Named rights, ``rights/*.json``, and the sources that an import brings with it; never changes a known source."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from imfact.contracts.rights import RightsMatrix
from imfact.contracts.source import Source
from imfact.kit.errors import ConfigError
from imfact.kit.hashing import sha256_hex
from imfact.kit.urls import normalise_url
from imfact.policy import files, names
from imfact.policy.loading import load_sources
from imfact.store.objects import ObjectStore

DEFAULT_PRESET = "snippet"
"""What holds for a source that nobody asked: stored, headline and snippet shown, no training."""

_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 63


def load_preset(store: ObjectStore, name: str) -> RightsMatrix:
    """Return the rights named ``name``. Raises ConfigError, which names the known ones."""
    known = [
        key.removeprefix(f"{names.RIGHTS}/").removesuffix(".json")
        for key in store.keys(names.RIGHTS)
        if key.endswith(".json")
    ]
    if name not in known:
        raise ConfigError(
            f"There are no rights named {name!r}; known are {', '.join(known)} "
            f"({names.RIGHTS}/*.json in the config bucket)."
        )
    return files.read(store, f"{names.RIGHTS}/{name}.json", RightsMatrix)


class SourceBook:
    """The sources in force, which grows by those that an import meets.

    A known source keeps its rights: who imports cannot widen them.
    """

    def __init__(self, store: ObjectStore, rights: RightsMatrix) -> None:
        self._store = store
        self._rights = rights
        self._by_slug = {source.slug: source for source in load_sources(store)}
        self._by_host = {_host(s.homepage): s for s in self._by_slug.values()}
        self.added: list[str] = []

    def of(self, url: str, name: str | None = None) -> Source:
        """Return the source of ``url``: the one with that slug or name, else that of its host.

        Raises:
            InvalidUrl: ``url`` is none.
        """
        host = _host(url)
        if name is not None:
            named = self._by_slug.get(name) or next(
                (s for s in self._by_slug.values() if s.name == name), None
            )
            return named or self._add(host, self._free_slug(name, host), name)
        return self._by_host.get(host) or self._add(host, self._free_slug(host, host), host)

    def _add(self, host: str, slug: str, name: str) -> Source:
        source = Source(
            slug=slug,
            name=name,
            homepage=f"https://{host}/",
            feeds=(),
            language="und",
            rights=self._rights,
        )
        # Put before the first page of it: raw/ never names a source that nobody knows.
        self._store.put_if_absent(
            f"{names.SOURCES}/{slug}.json", source.model_dump_json(indent=2).encode()
        )
        self._by_slug[slug] = source
        self._by_host.setdefault(host, source)
        self.added.append(slug)
        return source

    def _free_slug(self, wish: str, host: str) -> str:
        """Return a slug of ``wish``, of ``host`` where nothing is left of it; told apart if taken."""
        slug = _slug(wish) or _slug(host)
        if len(slug) <= _LONGEST_SLUG and slug not in self._by_slug:
            return slug
        mark = sha256_hex(f"{wish} {host}".encode())[:8]
        return f"{slug[: _LONGEST_SLUG - 9].strip('-')}-{mark}"


def _host(url: str) -> str:
    return urlsplit(normalise_url(url)).netloc.removeprefix("www.")


def _slug(text: str) -> str:
    return _NOT_IN_SLUG.sub("-", text.lower()).strip("-") if text.isascii() else ""
