"""features/embeddings/: vectors of articles as parquet parts, written once, looked up by text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from imfact.kit.errors import ContractError, NotFoundError
from imfact.store.objects import ObjectStore

Row = npt.NDArray[np.float32]

_COLUMNS = ("url_hash", "text_hash", "curated_key", "kind", "position", "start", "end", "vector")


class VectorsNotFound(NotFoundError):
    """The part holds no vectors of that text."""

    code = "vectors_not_found"


@dataclass(frozen=True, slots=True)
class ArticleVectors:
    """All vectors of one text by one encoder, unit float32 rows.

    All were encoded as passages. ``article`` stands for the whole in search. ``spans`` are the places of ``sentences`` in the body; they are the first ones of
    ``judge.reading.read_sentences``. ``lead`` is None where there is no body.
    """

    url_hash: str
    text_hash: str
    curated_key: str
    title: Row
    lead: Row | None
    article: Row
    sentences: npt.NDArray[np.float32] = field(repr=False)
    spans: tuple[tuple[int, int], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class VectorPart:
    """The vectors of one part file, by text_hash."""

    articles: Mapping[str, ArticleVectors]

    def of(self, text_hash: str) -> ArticleVectors:
        """Return the vectors of a text. Raises VectorsNotFound."""
        try:
            return self.articles[text_hash]
        except KeyError as exc:
            raise VectorsNotFound(f"No vectors of text {text_hash} in the part.") from exc


def write_part(lake: ObjectStore, key: str, articles: Sequence[ArticleVectors]) -> bool:
    """Write ``articles`` to ``key`` unless it exists; return whether this call wrote it."""
    dimension = len(articles[0].title)
    columns = list(zip(*(row for article in articles for row in _rows(article)), strict=True))
    flat = np.concatenate(columns[-1], dtype=np.float32)
    arrays = [pa.array(column) for column in columns[:-1]]
    arrays.append(pa.FixedSizeListArray.from_arrays(pa.array(flat), dimension))
    buffer = io.BytesIO()
    pq.write_table(pa.table(arrays, names=list(_COLUMNS)), buffer, compression="zstd")
    return lake.put_if_absent(key, buffer.getvalue())


def read_part(lake: ObjectStore, key: str) -> VectorPart:
    """Return a part. Raises ObjectNotFound, or ContractError for a file of another form."""
    data = lake.get(key)
    try:
        table = pq.read_table(io.BytesIO(data), columns=list(_COLUMNS)).combine_chunks()
        dimension = table.schema.field("vector").type.list_size
        vectors = table["vector"].combine_chunks().flatten().to_numpy().reshape(-1, dimension)
        plain = table.drop_columns(["vector"]).to_pylist()
        return VectorPart({one.text_hash: one for one in _articles(plain, vectors)})
    except (pa.ArrowException, AttributeError, KeyError, ValueError) as exc:
        raise ContractError(f"{key} is not a part of vectors: {exc}", key=key) from exc


# One row of the table: strings, numbers and a vector in the order of _COLUMNS.
def _rows(article: ArticleVectors) -> Iterator[tuple[object, ...]]:
    identity = (article.url_hash, article.text_hash, article.curated_key)
    yield (*identity, "title", 0, None, None, article.title)
    if article.lead is not None:
        yield (*identity, "lead", 0, None, None, article.lead)
    yield (*identity, "article", 0, None, None, article.article)
    for position, ((start, end), vector) in enumerate(
        zip(article.spans, article.sentences, strict=True)
    ):
        yield (*identity, "sentence", position, start, end, vector)


def _articles(
    rows: Iterable[Mapping[str, object]], vectors: npt.NDArray[np.float32]
) -> Iterator[ArticleVectors]:
    places: dict[str, list[tuple[Mapping[str, object], int]]] = {}
    for place, row in enumerate(rows):
        places.setdefault(str(row["text_hash"]), []).append((row, place))
    for text_hash, found in places.items():
        single = {str(row["kind"]): vectors[place] for row, place in found}
        sentences = [(row, place) for row, place in found if row["kind"] == "sentence"]
        yield ArticleVectors(
            url_hash=str(found[0][0]["url_hash"]),
            text_hash=text_hash,
            curated_key=str(found[0][0]["curated_key"]),
            title=single["title"],
            lead=single.get("lead"),
            article=single["article"],
            sentences=vectors[[place for _, place in sentences]],
            spans=tuple((int(str(row["start"])), int(str(row["end"]))) for row, _ in sentences),
        )
