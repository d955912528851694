"""What a run left behind, in a form in which two runs over the same pages are equal.

``dump(house)`` returns database, lake and index as plain values; ``differences(one, other)`` says in
words where two of them differ. Left out is what no two runs share: run ids, moments of the run
(``*_at`` other than the article's own), row numbers, how items were parted into files, durations.
Numbers are compared with a tolerance, as an int8 network answers slightly otherwise in another batch.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from sqlalchemy import inspect, text

from imfact.adapters.search.lancedb import LanceSearch
from imfact.adapters.search.opensearch import OpenSearchEngine
from imfact.adapters.search.port import SearchEngine
from imfact.bootstrap.house import House
from imfact.kit.hashing import sha256_hex
from imfact.lake import keys
from imfact.services.gateway.db.database import Database
from imfact.store.objects import ObjectStore

Dump = dict[str, Any]

TOLERANCE = 1e-6
# The article's own moments come from its page, the same in every run.
_OWN = {"published_at", "modified_at", "feed_published_at"}
# Who did it and how long it took, or the server's clock.
_VOLATILE = {"id", "current_assessment_id", "changed_by", "run_id", "headers", "seconds"}
# Work lists, in which a row may stand twice; what counts is who is in them.
_SETS = {"index_outbox"}
_RUN = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{6}")
_PART = re.compile(r"part-[^/]*\.parquet")
_FETCHED_ON = re.compile(r"^(raw/[^/]+)/\d{4}/\d{2}/\d{2}/")
_PORT = re.compile(r"127\.0\.0\.1:\d+")


def dump(house: House, *, logs: bool = True) -> Dump:
    """Return all that the house holds; ``logs=False`` leaves out `_logs/`, which tells how it came about."""
    return {
        "database": database(house.database),
        "lake": lake(house.lake, logs=logs),
        "index": index(house.search),
    }


# -- database ----------------------------------------------------------------------------------


def database(source: Database, without: tuple[str, ...] = ("alembic_version",)) -> Dump:
    """Return every table as key → row; new tables and columns are taken in by themselves."""
    found: Dump = {}
    with source.transaction() as connection:
        inspector = inspect(connection)
        for table in sorted(set(inspector.get_table_names()) - set(without)):
            rows = [dict(r) for r in connection.execute(text(f"select * from {table}")).mappings()]  # noqa: S608
            found[table] = _rows(table, rows, _identity(inspector, table))
    return found


# Any: SQLAlchemy's inspector and rows of any table.
def _identity(inspector: Any, table: str) -> list[str]:
    primary: list[str] = inspector.get_pk_constraint(table)["constrained_columns"]
    if "id" not in primary:
        return primary
    unique = [each["column_names"] for each in inspector.get_unique_constraints(table)]
    return list(unique[0]) if unique else []


def _rows(table: str, rows: list[dict[str, Any]], identity: list[str]) -> Any:
    told = [_told(row) for row in rows]
    if table in _SETS or not identity:
        lines = (json.dumps(row, ensure_ascii=False, sort_keys=True, default=str) for row in told)
        return sorted(set(lines) if table in _SETS else lines)
    return {" ".join(str(_told(row[c])) for c in identity): _told(row) for row in rows}


# -- lake --------------------------------------------------------------------------------------


def lake(store: ObjectStore, *, logs: bool = True) -> Dump:
    """Return every object by its masked key; tables of one folder as one, whatever their parts."""
    found: Dump = {}
    for key in store.keys(""):
        if key.startswith("_logs/") and not (logs or key.startswith(keys.DEFERRED)):
            continue
        name, data = _masked(key), store.get(key)
        if key.endswith(".parquet"):
            found.setdefault(name, {}).update(_table(data))
        elif key.endswith(".jsonl"):
            lines = [_told(json.loads(line)) for line in data.decode().splitlines()]
            found[name] = sorted(json.dumps(l, ensure_ascii=False, sort_keys=True) for l in lines)  # noqa: E741
        elif key.endswith(".json"):
            found[name] = _told(json.loads(data))
        elif key.endswith("/report.html"):
            found[name] = "a page"  # the report beside it says the same without moments
        else:
            found[name] = sha256_hex(data)
    return found


def _table(data: bytes) -> Dump:
    """Return the rows by what is written in words; numbers are what they hold."""
    found: Dump = {}
    for row in pq.read_table(io.BytesIO(data)).to_pylist():
        numbers = {k: v for k, v in row.items() if isinstance(v, float | list | dict)}
        words = {k: v for k, v in row.items() if k not in numbers}
        found[json.dumps(_told(words), ensure_ascii=False, sort_keys=True, default=str)] = _told(
            numbers
        )
    return found


# -- index -------------------------------------------------------------------------------------


def index(engine: SearchEngine) -> Dump:
    """Return the documents of both current indices and which version is current."""
    version = engine.current()
    if version is None:
        return {"current": None}
    if isinstance(engine, LanceSearch):
        text_rows, vector_rows = (_lance_rows(engine, name) for name in engine._names(version))
    elif isinstance(engine, OpenSearchEngine):
        text_rows, vector_rows = (_cluster_rows(engine, name) for name in engine._names(version))
    else:
        raise TypeError(f"how are the documents of {engine.name} read?")
    return {"current": version, "text": text_rows, "vector": vector_rows}


def _lance_rows(engine: LanceSearch, name: str) -> Dump:
    rows = engine._table(name).search().limit(None).to_arrow().to_pylist()
    return {row["url_hash"]: {k: v for k, v in row.items() if k[0] != "_"} for row in rows}


def _cluster_rows(engine: OpenSearchEngine, name: str) -> Dump:
    answer = engine._client.search(index=name, body={"query": {"match_all": {}}, "size": 10_000})
    return {hit["_id"]: hit["_source"] for hit in answer["hits"]["hits"]}


# -- comparing ---------------------------------------------------------------------------------


def differences(one: Any, other: Any, tolerance: float = TOLERANCE, at: str = "") -> list[str]:
    """Return a sentence for each place in which two dumps differ, at most 20 of them."""
    found = []
    for difference in _differences(one, other, tolerance, at):
        found.append(difference)
        if len(found) == 20:
            break
    return found


def _differences(one: Any, other: Any, tolerance: float, at: str) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted({*one, *other}, key=str):
            place = f"{at} › {key}" if at else str(key)
            if key not in one or key not in other:
                yield f"{place}: only in the {'second' if key not in one else 'first'}"
            else:
                yield from _differences(one[key], other[key], tolerance, place)
    elif _numeric(one) and _numeric(other):
        if np.shape(one) != np.shape(other) or not np.allclose(one, other, rtol=0, atol=tolerance):
            yield f"{at}: {str(one)[:200]} is not {str(other)[:200]}"
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from _differences(left, right, tolerance, f"{at}[{number}]")
    elif one != other:
        yield f"{at}: {str(one)[:200]} is not {str(other)[:200]}"


def _numeric(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(v, float) for v in value)
    return isinstance(value, float)


# -- leaving out -------------------------------------------------------------------------------


def _told(value: Any) -> Any:
    """Return ``value`` without what no two runs share."""
    if isinstance(value, dict):
        return {
            _masked(key): _told(inner)
            for key, inner in value.items()
            if not (key in _VOLATILE or (key.endswith("_at") and key not in _OWN))
        }
    if isinstance(value, list | tuple):
        told = [_told(inner) for inner in value]
        if told and all(isinstance(each, dict) and "url_hash" in each for each in told):
            # A manifest: which page was captured first is chance.
            told.sort(key=lambda each: str(each["url_hash"]))
        return told
    return _masked(value) if isinstance(value, str) else value


def _masked(words: str) -> str:
    words = _RUN.sub("{run}", _PART.sub("part", words))
    return _PORT.sub("{port}", _FETCHED_ON.sub(r"\1/{day}/", words))
