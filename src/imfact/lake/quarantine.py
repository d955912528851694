"""quarantine/: items that could not be processed, and giving them back to their stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from imfact.contracts.runs import ManifestEntry, QuarantineRecord, StageName
from imfact.kit.clock import Clock
from imfact.kit.errors import DataError, NotFoundError
from imfact.kit.ids import is_url_hash
from imfact.lake import keys
from imfact.store.objects import ObjectStore


class NotReplayable(DataError):
    """The item left nothing in the lake that its stage could read again."""

    code = "not_replayable"


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A record and where it lies; the part of ``key`` below ``quarantine/`` names it to operators."""

    key: str
    record: QuarantineRecord

    @property
    def name(self) -> str:
        """``{stage}/{run_id}/{item}``."""
        return self.key.removeprefix(f"{keys.QUARANTINE}/").removesuffix(".json")


def quarantined(
    lake: ObjectStore, stage: StageName | None = None, *, replayed: bool = False
) -> Iterator[Quarantined]:
    """Yield every record, by stage and run, or those of one stage; given back already only if asked for."""
    for key in lake.keys(keys.QUARANTINE if stage is None else f"{keys.QUARANTINE}/{stage}"):
        record = QuarantineRecord.model_validate_json(lake.get(key))
        if replayed or record.replayed_at is None:
            yield Quarantined(key, record)


def find(lake: ObjectStore, name: str) -> Quarantined:
    """Return the record of ``{stage}/{run_id}/{item}``. Raises NotFoundError."""
    key = f"{keys.QUARANTINE}/{name}.json"
    try:
        return Quarantined(key, QuarantineRecord.model_validate_json(lake.get(key)))
    except NotFoundError as exc:
        raise NotFoundError(
            f"There is no {name} in quarantine; imfact quarantine list names what there is."
        ) from exc


def replay(lake: ObjectStore, item: Quarantined, clock: Clock) -> None:
    """Give the item back: the next run's stage reads it again. The record stays, marked.

    Raises:
        NotReplayable: there is nothing to read again, as with a page that answered 404.
    """
    record = item.record
    if record.key is None or not is_url_hash(record.item):
        raise NotReplayable(
            f"{item.name} left nothing in the lake to read again; "
            "a crawl fetches it anew while its feed announces it."
        )
    entry = ManifestEntry(url_hash=record.item, source=record.source, key=record.key)
    lake.put(keys.deferred(record.stage, record.item, record.key), entry.model_dump_json().encode())
    marked = record.model_copy(update={"replayed_at": clock()})
    lake.put(item.key, marked.model_dump_json(indent=1).encode())
