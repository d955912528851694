"""Captures of raw/ into a web archive, as far as the rights of their sources allow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from imfact.contracts.source import Source
from imfact.kit.errors import DataError, NotFoundError
from imfact.lake import keys
from imfact.lake.captures import read_meta, read_page
from imfact.lake.contents import raw_keys
from imfact.lake.warc import gzipped, warc_record
from imfact.store.objects import ObjectStore
from imfact.store.whole_file import whole_file


def export_warc(
    path: Path,
    lake: ObjectStore,
    sources: Sequence[Source],
    *,
    only: str | None = None,
    tombstones: Collection[str] = (),
) -> Mapping[str, int]:
    """Write the captures to ``path``, gzipped where its name ends with ``.gz``.

    The file appears when it is whole. Returns how many were ``exported`` and, by reason, how many
    were left out.

    Raises:
        ConfigError: ``path`` is no place for a file.
    """
    allowed = {source.slug for source in sources if source.rights.export}
    counts: Counter[str] = Counter(exported=0)
    with whole_file(path) as partial, partial.open("wb") as handle:
        for key in raw_keys(lake):
            parts = keys.parse_raw_html(key)
            if only is not None and parts.source != only:
                continue
            if parts.source not in allowed:
                counts["rights_forbid"] += 1
            elif parts.url_hash in tombstones:
                counts["tombstone"] += 1
            else:
                try:
                    record = warc_record(read_meta(lake, key), read_page(lake, key))
                except (DataError, NotFoundError) as exc:
                    counts[exc.code] += 1
                    continue
                handle.write(gzipped(record) if path.suffix == ".gz" else record)
                counts["exported"] += 1
    return dict(counts)
