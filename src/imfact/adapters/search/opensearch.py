"""The search engine on OpenSearch, with nori and k-NN. Not for ranking fusion or query words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from opensearchpy import OpenSearch, helpers
from opensearchpy.exceptions import NotFoundError, RequestError
from pydantic import ValidationError

from imfact.adapters.search.checks import checked_vector
from imfact.adapters.search.mappings import TEXT_INDEX, VECTOR_INDEX
from imfact.adapters.search.names import IndexAliases
from imfact.adapters.search.opensearch_reading import OpenSearchReading, translated
from imfact.adapters.search.port import IndexExists, SearchUnavailable
from imfact.adapters.search.tokens import fold
from imfact.contracts.search import IndexRecord, SearchDocument, SearchFilters, SearchHit
from imfact.kit.errors import ConflictError
from imfact.kit.hashing import set_checksum


class OpenSearchEngine:
    """``SearchEngine`` on a cluster; ``url`` is such as ``opensearch+http://127.0.0.1:9200``."""

    name = "opensearch"

    def __init__(
        self, url: str, aliases: IndexAliases | None = None, timeout_seconds: float = 30.0
    ) -> None:
        self._aliases = aliases or IndexAliases()
        self._client = OpenSearch(
            hosts=[url.removeprefix("opensearch+")],
            timeout=timeout_seconds,
            max_retries=2,
            retry_on_timeout=True,
        )

    def create(self, version: int) -> None:
        """See the port."""
        if version in self.versions():
            raise IndexExists(f"Index version {version} exists.", version=version)
        with translated():
            for name, body in zip(self._names(version), (TEXT_INDEX, VECTOR_INDEX), strict=True):
                # One of the two alone is what a crash left; it holds nothing that counts.
                self._client.indices.delete(index=name, ignore_unavailable=True)
                try:
                    self._client.indices.create(index=name, body=body)
                except RequestError as exc:
                    if exc.error != "resource_already_exists_exception":
                        raise
                    raise IndexExists(f"Index {name} exists.", version=version) from exc

    def write(self, version: int, documents: Sequence[SearchDocument]) -> None:
        """See the port."""
        latest = {document.url_hash: document for document in documents}
        if not latest:
            return
        text, vector = self._names(version)
        actions = []
        for url_hash, each in latest.items():
            shared = each.model_dump(include={"source", "section", "band"})
            words = {"title": fold(each.title), "body": fold(each.body)}
            numbers = {"vector": checked_vector(each.vector)}
            actions.append({"_index": text, "_id": url_hash, "_source": {**shared, **words}})
            actions.append({"_index": vector, "_id": url_hash, "_source": {**shared, **numbers}})
        with translated():
            # A write to a missing index would quietly make one without our mappings.
            self._require(version)
            helpers.bulk(self._client, actions)
            # Once for all, as a refresh with each part of a bulk may wait a second each time.
            self._client.indices.refresh(index=f"{text},{vector}")

    def remove(self, version: int, url_hashes: Sequence[str]) -> None:
        """See the port."""
        actions = [
            {"_op_type": "delete", "_index": name, "_id": url_hash}
            for name in self._names(version)
            for url_hash in url_hashes
        ]
        if not actions:
            return
        with translated():
            self._require(version)
            helpers.bulk(self._client, actions, ignore_status=404)
            self._client.indices.refresh(index=",".join(self._names(version)))

    def count(self, version: int) -> tuple[int, int]:
        """See the port."""
        with translated():
            text, vector = (
                int(self._client.count(index=name)["count"]) for name in self._names(version)
            )
        return text, vector

    def checksum(self, version: int) -> tuple[str, str]:
        """See the port."""
        with translated():
            text, vector = (
                set_checksum(hit["_id"] for hit in self._scan(name))
                for name in self._names(version)
            )
        return text, vector

    def url_hashes(self, version: int) -> tuple[frozenset[str], frozenset[str]]:
        """See the port."""
        with translated():
            text, vector = (
                frozenset(str(hit["_id"]) for hit in self._scan(name))
                for name in self._names(version)
            )
        return text, vector

    def record(self, version: int) -> IndexRecord:
        """See the port."""
        name = self._names(version)[0]
        with translated():
            try:
                mapping = self._client.indices.get_mapping(index=name)[name]["mappings"]
            except NotFoundError:
                return IndexRecord()
        try:
            return IndexRecord.model_validate(mapping.get("_meta", {}).get("imfact", {}))
        except ValidationError:
            return IndexRecord()

    def put_record(self, version: int, record: IndexRecord) -> None:
        """See the port."""
        body = {"_meta": {"imfact": record.model_dump(mode="json")}}
        with translated():
            self._require(version)
            self._client.indices.put_mapping(index=self._names(version)[0], body=body)

    def versions(self) -> list[int]:
        """See the port."""
        return self._aliases.complete_versions(self._index_names())

    def halves(self) -> list[int]:
        """See the port."""
        return self._aliases.half_versions(self._index_names())

    def current(self) -> int | None:
        """See the port."""
        wanted = f"{self._aliases.text},{self._aliases.vector}"
        with translated():
            try:
                answer = self._client.indices.get_alias(name=wanted)
            except NotFoundError:
                return None
        texts = {self._aliases.text_version(name) for name in answer} - {None}
        vectors = {self._aliases.vector_version(name) for name in answer} - {None}
        return texts.pop() if len(texts) == 1 and texts == vectors else None

    def swap(self, version: int) -> None:
        """See the port."""
        aliases, patterns = (self._aliases.text, self._aliases.vector), self._aliases.patterns
        targets = zip(aliases, patterns, self._names(version), strict=True)
        # Any: JSON of OpenSearch.
        actions: list[dict[str, Any]] = []
        for alias, pattern, name in targets:
            actions.append({"remove": {"index": pattern, "alias": alias, "must_exist": False}})
            actions.append({"add": {"index": name, "alias": alias}})
        with translated():
            self._require(version)
            self._client.indices.update_aliases(body={"actions": actions})

    def drop(self, version: int) -> None:
        """See the port."""
        if version == self.current():
            raise ConflictError(f"Index version {version} is current.", version=version)
        with translated():
            for name in self._names(version):
                self._client.indices.delete(index=name, ignore_unavailable=True)

    def reading(self, version: int | None = None) -> OpenSearchReading:
        """See the port."""
        version = self.current() if version is None else version
        if version is None:
            raise SearchUnavailable("There is no current index; build one first.")
        return OpenSearchReading(version, *self._names(version), self._client)

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
        self._client.close()

    def _names(self, version: int) -> tuple[str, str]:
        return self._aliases.text_index(version), self._aliases.vector_index(version)

    def _index_names(self) -> list[str]:
        with translated():
            present = self._client.indices.get_settings(
                index=",".join(self._aliases.patterns), name="index.uuid"
            )
        return list(present)

    def _require(self, version: int) -> None:
        for name in self._names(version):
            if not self._client.indices.exists(index=name):
                raise SearchUnavailable(f"Index version {version} does not exist.", version=version)

    # Any: JSON of OpenSearch.
    def _scan(self, name: str) -> Iterator[dict[str, Any]]:
        query = {"query": {"match_all": {}}, "_source": False}
        found: Iterator[dict[str, Any]] = helpers.scan(self._client, query=query, index=name)
        return found
