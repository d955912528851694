"""Articles out of the gateway into a file, page by page; which ones may leave is decided there."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from imfact.contracts.exchange import ExportedArticle
from imfact.kit.errors import ConfigError
from imfact.store.whole_file import whole_file

_PAGE = 500
_SCHEMA = pa.schema(
    [pa.field(name, pa.string()) for name in ("url", "url_hash", "source", "title", "body")]
    + [pa.field("published_at", pa.timestamp("us", tz="UTC"))]
    + [pa.field(name, pa.string()) for name in ("copy_group", "story", "assessment")]
)


def export_articles(path: Path, articles: Iterable[ExportedArticle]) -> int:
    """Write ``articles`` in their order; return how many. The file appears when it is whole.

    ``.jsonl`` has the assessment as an object, ``.parquet`` as JSON text.

    Raises:
        ConfigError: another suffix, or no place for a file.
    """
    writers = {".jsonl": _write_lines, ".parquet": _write_parquet}
    if path.suffix not in writers:
        raise ConfigError(f"{path.name}: the name must end with .jsonl or .parquet.")
    with whole_file(path) as partial:
        return writers[path.suffix](partial, articles)


def _write_lines(path: Path, articles: Iterable[ExportedArticle]) -> int:
    written = 0
    with path.open("w", encoding="utf-8") as handle:
        for article in articles:
            handle.write(article.model_dump_json() + "\n")
            written += 1
    return written


def _write_parquet(path: Path, articles: Iterable[ExportedArticle]) -> int:
    written = 0
    with pq.ParquetWriter(path, _SCHEMA, compression="zstd") as writer:
        iterator = iter(articles)
        while page := list(islice(iterator, _PAGE)):
            rows = [
                {
                    **article.model_dump(exclude={"assessment"}),
                    "assessment": article.assessment and article.assessment.model_dump_json(),
                }
                for article in page
            ]
            writer.write_table(pa.Table.from_pylist(rows, schema=_SCHEMA))
            written += len(rows)
    return written
