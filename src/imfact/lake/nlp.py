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
from imfact.kit.hashing import sha256_hex
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
    """Writes the features of texts that have none yet; one may be at work on each batch of a stage.

    A part is named by the texts that it holds, and its rows stand in their order: whichever batch
    of whichever run comes with the same texts writes the same file, and no other batch can.
    """

    def __init__(self, lake: ObjectStore) -> None:
        self._lake = lake
        self._written: dict[str, set[tuple[str, str]]] = {}

    def write(self, rows: Iterable[tuple[datetime, NlpFeatures]]) -> None:
        """Write the rows of a batch, each with the moment of publication."""
        days: dict[str, dict[tuple[str, str], NlpFeatures]] = defaultdict(dict)
        moments: dict[str, datetime] = {}
        for moment, row in rows:
            day = keys.nlp_day(moment)
            moments[day] = moment
            if (text := (row.url_hash, row.text_hash)) not in self._written_on(day):
                days[day].setdefault(text, row)
        for day, missing in days.items():
            self._store(moments[day], missing)
            self._written[day] |= set(missing)

    def _store(self, moment: datetime, missing: Mapping[tuple[str, str], NlpFeatures]) -> None:
        texts = sorted(missing)
        content = sha256_hex("".join(map("".join, texts)).encode())[:32]
        # A file of that name holds these texts, unless it was broken: then another name is taken.
        for number in count():
            key = keys.nlp_part(moment, content, number)
            if write_features(self._lake, key, [missing[text] for text in texts]):
                return
            if set(texts) <= _texts(self._lake, key):
                return

    def _written_on(self, day: str) -> set[tuple[str, str]]:
        """Return what that day's parts hold, read once."""
        if day not in self._written:
            self._written[day] = {
                text for key in self._lake.keys(day) for text in _texts(self._lake, key)
            }
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
