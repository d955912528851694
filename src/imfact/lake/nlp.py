"""features/nlp/: token statistics and linguistic features as parquet, once an article's text; not how they are counted."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from itertools import count
from typing import get_args

import pyarrow as pa
import pyarrow.parquet as pq
import structlog

from imfact.contracts.assessment import Tactic
from imfact.kit.errors import ContractError, DataError
from imfact.kit.ids import RunId
from imfact.lake import keys
from imfact.store.objects import ObjectStore

TACTICS: tuple[Tactic, ...] = get_args(Tactic)
_COLUMN_TYPES = {"str": pa.string(), "int": pa.int32(), "float": pa.float64(), "bool": pa.bool_()}

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class NlpFeatures:
    """One row: an article's text in numbers. Lengths in characters; shares between 0 and 1.

    Counts without a prefix are of the body, ``title_…`` of the headline; morphemes are content
    morphemes (no particles, endings or symbols), the shares of scripts are of the letters of both.
    """

    url_hash: str
    text_hash: str
    curated_key: str
    source: str
    lexicon_version: str
    title_characters: int
    title_words: int
    title_morphemes: int
    title_question_marks: int
    title_exclamation_marks: int
    title_ellipses: int
    title_numerals: int
    title_quoted_share: float
    characters: int
    words: int
    sentences: int
    morphemes: int
    distinct_morphemes: int
    type_token_ratio: float
    mean_sentence_characters: float
    question_marks: int
    exclamation_marks: int
    ellipses: int
    numerals: int
    quoted_share: float
    hangul_share: float
    hanja_share: float
    latin_share: float
    lexicon_hits: Mapping[Tactic, int]
    """Lexicon words found in the headline, by tactic; every tactic is named."""
    byline: bool
    paywalled: bool


_SCHEMA = pa.schema(
    [
        pa.field(
            field.name,
            _COLUMN_TYPES.get(str(field.type))
            or pa.struct([pa.field(tactic, pa.int32()) for tactic in TACTICS]),
            nullable=False,
        )
        for field in fields(NlpFeatures)
    ]
)


def write_features(lake: ObjectStore, key: str, rows: Sequence[NlpFeatures]) -> bool:
    """Write ``rows`` to ``key`` unless it exists; return whether this call wrote it."""
    table = pa.Table.from_pylist([asdict(row) for row in rows], schema=_SCHEMA)
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return lake.put_if_absent(key, buffer.getvalue())


def read_features(lake: ObjectStore, key: str) -> list[NlpFeatures]:
    """Return a part's rows. Raises ObjectNotFound, or ContractError for a file of another form."""
    return [NlpFeatures(**row) for row in _table(lake, key, _SCHEMA.names).to_pylist()]


class NlpWriter:
    """Writes the features of one run's texts, those that no run wrote before.

    A batch's part is named by its place in the manifest and by the day of its articles, so that a
    resumed run ends with the same files.
    """

    def __init__(self, lake: ObjectStore, run_id: RunId, batches: int) -> None:
        self._lake, self._run_id, self._batches = lake, run_id, batches
        self._written: dict[str, set[tuple[str, str]]] = {}

    def write(self, batch: int, rows: Iterable[tuple[datetime, NlpFeatures]]) -> None:
        """Write the rows of a batch, each with the moment of publication."""
        days: dict[str, list[NlpFeatures]] = defaultdict(list)
        moments: dict[str, datetime] = {}
        for moment, row in rows:
            day = keys.nlp_day(moment)
            moments[day] = moment
            written = self._written_on(day)
            if (row.url_hash, row.text_hash) not in written:
                written.add((row.url_hash, row.text_hash))
                days[day].append(row)
        for day, missing in days.items():
            self._store(moments[day], batch, missing)

    def _store(self, moment: datetime, batch: int, missing: list[NlpFeatures]) -> None:
        # The batch's own number, then such as no batch has: where a left file holds other texts.
        for number in count(batch, self._batches):
            key = keys.nlp_part(moment, self._run_id, number)
            if write_features(self._lake, key, missing):
                return
            held = _texts(self._lake, key)
            missing = [row for row in missing if (row.url_hash, row.text_hash) not in held]
            if not missing:
                return

    def _written_on(self, day: str) -> set[tuple[str, str]]:
        """Return what other runs wrote of that day; what this one wrote is to be written again."""
        if day not in self._written:
            others = [
                key
                for key in self._lake.keys(day)
                if keys.parse_nlp_part(key).run_id != self._run_id
            ]
            self._written[day] = {pair for key in others for pair in _texts(self._lake, key)}
        return self._written[day]


def _texts(lake: ObjectStore, key: str) -> set[tuple[str, str]]:
    try:
        rows = _table(lake, key, ["url_hash", "text_hash"]).to_pylist()
    except DataError as exc:
        _log.warning("features_unreadable", key=key, code=exc.code)
        return set()
    return {(row["url_hash"], row["text_hash"]) for row in rows}


def _table(lake: ObjectStore, key: str, columns: Sequence[str]) -> pa.Table:
    data = lake.get(key)
    try:
        return pq.read_table(io.BytesIO(data), columns=list(columns)).select(list(columns))
    except (pa.ArrowException, KeyError, ValueError) as exc:
        raise ContractError(f"{key} is no part of features: {exc}", key=key) from exc
