"""raw/: captures as they were seen, append-only; the page first, its meta after it."""

from __future__ import annotations

from dataclasses import dataclass

from imfact.contracts.capture import CaptureMeta
from imfact.kit.errors import ContractError
from imfact.lake import keys
from imfact.lake.versions import place
from imfact.store.objects import ObjectStore


@dataclass(frozen=True, slots=True)
class WrittenCapture:
    """A capture in the lake; ``new`` is False where an earlier run captured equal bytes that day."""

    meta: CaptureMeta
    new: bool
    written: bool = True
    """Whether this call wrote it, whoever asks."""


def write_capture(
    lake: ObjectStore, meta: CaptureMeta, page: bytes, screenshot: bytes | None = None
) -> WrittenCapture:
    """Write ``page``, its picture and its meta unless equal bytes lie there for that day.

    ``meta.html_key`` is replaced by the key that was used. A crash between the writes leaves a
    page without meta; the next equal capture completes it. What the same run captured before is new
    to it: a run that is resumed must hand on every page of its own.
    """
    placed = place(
        lake, lambda n: keys.raw_html(meta.source, meta.fetched_at, meta.url_hash, n), page
    )
    picture = None if screenshot is None else keys.screenshot_of(placed.key)
    kept = meta.model_copy(update={"html_key": placed.key, "screenshot_key": picture})
    meta_key = keys.meta_of(placed.key)
    if picture is not None and not lake.exists(meta_key):
        lake.put_if_absent(picture, screenshot or b"")
    if lake.put_if_absent(meta_key, kept.model_dump_json(indent=1).encode()):
        return WrittenCapture(kept, new=True, written=True)
    present = read_meta(lake, placed.key)
    # A run that was interrupted and resumed finds its own captures, which nobody has refined yet.
    return WrittenCapture(present, new=present.run_id == meta.run_id, written=False)


def read_meta(lake: ObjectStore, html_key: str) -> CaptureMeta:
    """Return the meta of a capture. Raises ObjectNotFound or ContractError."""
    meta_key = keys.meta_of(html_key)
    try:
        return CaptureMeta.model_validate_json(lake.get(meta_key))
    except ValueError as exc:
        raise ContractError(f"{meta_key} is not a capture's meta: {exc}", key=meta_key) from exc


def read_page(lake: ObjectStore, html_key: str) -> bytes:
    """Return the bytes of a capture as they were received. Raises ObjectNotFound."""
    return lake.get(html_key)
