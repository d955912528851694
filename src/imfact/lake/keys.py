"""Keys of the data lake: built here, parsed here, nowhere else. Dates in keys are UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from imfact.kit.errors import ContractError
from imfact.kit.hashing import sha256_hex
from imfact.kit.ids import UrlHash

RAW = "raw"
CURATED = "curated"
EMBEDDINGS = "features/embeddings"
NLP = "features/nlp"
SUMMARIES = "features/summaries"
LOGS = "_logs/step-functions"
DEFERRED = "_logs/deferred"
SHADOW = "_logs/shadow"
QUARANTINE = "quarantine"
TOMBSTONES = "_tombstones"
RUN_LOCK = "_logs/run-lock.json"
INDEX_LOCK = "_logs/index-lock.json"

_RAW_HTML = re.compile(
    r"^raw/(?P<source>[a-z0-9-]+)/\d{4}/\d{2}/\d{2}/(?P<hash>[0-9a-f]{32})(?:\.(?P<n>\d+))?\.html$"
)
_CURATED = re.compile(r"^curated/\d{4}/\d{2}/\d{2}/(?P<hash>[0-9a-f]{32})(?:\.(?P<n>\d+))?\.json$")
_NLP_PART = re.compile(
    r"^features/nlp/(?P<day>\d{4}/\d{2}/\d{2})/part-(?P<content>[0-9a-f]{32})(?:\.(?P<n>\d+))?\.parquet$"
)


@dataclass(frozen=True, slots=True)
class KeyParts:
    """What a raw or curated key says; ``number`` is 0 for the first version of the day."""

    url_hash: UrlHash
    number: int
    source: str | None = None


@dataclass(frozen=True, slots=True)
class NlpPartName:
    """What the key of a part of linguistic features says; ``day`` is that of publication in UTC."""

    day: date
    content: str
    number: int


def raw_html(source: str, fetched_at: datetime, url_hash: str, number: int = 0) -> str:
    """Return ``raw/{source}/YYYY/MM/DD/{url_hash}[.n].html``; the date is that of the fetch."""
    return f"{RAW}/{source}/{_day(fetched_at)}/{url_hash}{_suffix(number)}.html"


def raw_meta(source: str, fetched_at: datetime, url_hash: str, number: int = 0) -> str:
    """Return ``raw/{source}/YYYY/MM/DD/meta/{url_hash}[.n].json``."""
    return f"{RAW}/{source}/{_day(fetched_at)}/meta/{url_hash}{_suffix(number)}.json"


def meta_of(html_key: str) -> str:
    """Return the meta key that belongs to a raw html key. Raises ContractError."""
    parse_raw_html(html_key)
    folder, name = html_key.rsplit("/", 1)
    return f"{folder}/meta/{name.removesuffix('.html')}.json"


def screenshot_of(html_key: str) -> str:
    """Return the picture's key that belongs to a raw html key. Raises ContractError."""
    parse_raw_html(html_key)
    return f"{html_key.removesuffix('.html')}.png"


def curated(published_or_fetched_at: datetime, url_hash: str, number: int = 0) -> str:
    """Return ``curated/YYYY/MM/DD/{url_hash}[.n].json``; the date is that of publication."""
    return f"{CURATED}/{_day(published_or_fetched_at)}/{url_hash}{_suffix(number)}.json"


def embeddings_part(encoder_version: str, run_id: str, number: int) -> str:
    """Return ``features/embeddings/{model_version}/part-{run_id}-{number}.parquet``."""
    return f"{EMBEDDINGS}/{encoder_version}/part-{run_id}-{number:04d}.parquet"


def nlp_day(published_or_fetched_at: datetime) -> str:
    """Return the folder ``features/nlp/YYYY/MM/DD``; the date is that of publication, as of curated."""
    return f"{NLP}/{_day(published_or_fetched_at)}"


def nlp_part(published_or_fetched_at: datetime, content: str, number: int = 0) -> str:
    """Return ``features/nlp/YYYY/MM/DD/part-{content}[.n].parquet``; ``content`` says which texts it holds."""
    return f"{nlp_day(published_or_fetched_at)}/part-{content}{_suffix(number)}.parquet"


def summary_reply(text_hash: str, variant: str) -> str:
    """Return ``features/summaries/{text_hash}.{variant}.json``; a variant is a model with a prompt."""
    return f"{SUMMARIES}/{text_hash}.{variant}.json"


def spent_tokens(day: date) -> str:
    """Return the key of what language models cost on ``day``, in UTC."""
    return f"_logs/tokens/{day:%Y-%m-%d}.json"


def run_plan(run_id: str) -> str:
    """Return the key of what a run set out to do; a run without a report behind it was interrupted."""
    return f"{LOGS}/{run_id}/plan.json"


def stage_input(run_id: str, stage: str) -> str:
    """Return the key of the manifest that ``stage`` works on, what it deferred earlier included."""
    return f"{LOGS}/{run_id}/{stage}.input.json"


def stage_items(run_id: str, stage: str) -> str:
    """Return the key of the items of ``stage`` as a plain array, for a target that fans out."""
    return f"{LOGS}/{run_id}/{stage}.items.json"


def stage_parts(run_id: str, stage: str) -> str:
    """Return the folder of what the batches of ``stage`` did."""
    return f"{LOGS}/{run_id}/{stage}.parts"


def stage_part(run_id: str, stage: str, name: str) -> str:
    """Return the key of what one batch of ``stage`` did."""
    return f"{stage_parts(run_id, stage)}/{name}.json"


def stage_manifest(run_id: str, stage: str) -> str:
    """Return the key of the manifest that ``stage`` hands on."""
    return f"{LOGS}/{run_id}/{stage}.manifest.json"


def stage_outcomes(run_id: str, stage: str) -> str:
    """Return the key of the item outcomes of ``stage``, JSON lines."""
    return f"{LOGS}/{run_id}/{stage}.outcomes.jsonl"


def stage_result(run_id: str, stage: str) -> str:
    """Return the key of the StageResult of ``stage``."""
    return f"{LOGS}/{run_id}/{stage}.result.json"


def run_report(run_id: str) -> str:
    """Return the key of the run's report."""
    return f"{LOGS}/{run_id}/report.json"


def run_page(run_id: str) -> str:
    """Return the key of the run's report as a page."""
    return f"{LOGS}/{run_id}/report.html"


def shadow_part(candidate: str, written_at: datetime, name: str) -> str:
    """Return ``_logs/shadow/{candidate}/YYYY/MM/DD/{name}.jsonl``; the date is that of the writing."""
    return f"{SHADOW}/{candidate}/{_day(written_at)}/{name}.jsonl"


def quarantine(stage: str, run_id: str, item: str) -> str:
    """Return ``quarantine/{stage}/{run_id}/{item}.json``; ``item`` must be one path segment."""
    return f"{QUARANTINE}/{stage}/{run_id}/{item}.json"


def deferred(stage: str, url_hash: str, key: str) -> str:
    """Return the key under which ``stage`` keeps an item for the next run.

    The item is what ``key`` names: an address that was captured twice may wait twice.
    """
    return f"{DEFERRED}/{stage}/{url_hash}.{sha256_hex(key.encode())[:8]}.json"


def tombstone(url_hash: str) -> str:
    """Return the key of the mark of an article that was taken down."""
    return f"{TOMBSTONES}/{url_hash}.json"


def parse_raw_html(key: str) -> KeyParts:
    """Return the parts of a raw html key. Raises ContractError where it is none."""
    match = _RAW_HTML.match(key)
    if match is None:
        raise ContractError(f"{key!r} is not the key of a raw page.", key=key)
    return KeyParts(UrlHash(match["hash"]), int(match["n"] or 0), match["source"])


def parse_curated(key: str) -> KeyParts:
    """Return the parts of a curated key. Raises ContractError where it is none."""
    match = _CURATED.match(key)
    if match is None:
        raise ContractError(f"{key!r} is not the key of a curated article.", key=key)
    return KeyParts(UrlHash(match["hash"]), int(match["n"] or 0))


def parse_nlp_part(key: str) -> NlpPartName:
    """Return the parts of the key of linguistic features. Raises ContractError where it is none."""
    match = _NLP_PART.match(key)
    if match is None:
        raise ContractError(f"{key!r} is not the key of linguistic features.", key=key)
    try:
        day = date(*map(int, match["day"].split("/")))
    except ValueError as exc:
        raise ContractError(f"{key!r} names no day.", key=key) from exc
    return NlpPartName(day, match["content"], int(match["n"] or 0))


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y/%m/%d}"


def _suffix(number: int) -> str:
    return f".{number}" if number else ""
