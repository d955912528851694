"""Keys: what is built can be parsed, and nothing else."""

import string
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imfact.kit.errors import ContractError
from imfact.kit.ids import RUN_ID_PATTERN
from imfact.lake import keys

hashes = st.text(alphabet="0123456789abcdef", min_size=32, max_size=32)
sources = st.text(alphabet=string.ascii_lowercase + string.digits, min_size=1, max_size=20)
moments = st.datetimes(
    min_value=datetime(1990, 1, 2), max_value=datetime(2090, 1, 1), timezones=st.just(UTC)
)
numbers = st.integers(min_value=0, max_value=99)


@given(sources, moments, hashes, numbers)
def test_raw_round_trip(source, moment, url_hash, number):
    parts = keys.parse_raw_html(keys.raw_html(source, moment, url_hash, number))
    assert (parts.source, parts.url_hash, parts.number) == (source, url_hash, number)


@given(moments, hashes, numbers)
def test_curated_round_trip(moment, url_hash, number):
    parts = keys.parse_curated(keys.curated(moment, url_hash, number))
    assert (parts.source, parts.url_hash, parts.number) == (None, url_hash, number)


@given(sources, moments, hashes, numbers)
def test_meta_lies_beside_its_page(source, moment, url_hash, number):
    html = keys.raw_html(source, moment, url_hash, number)
    assert keys.meta_of(html) == keys.raw_meta(source, moment, url_hash, number)


@given(moments, st.from_regex(RUN_ID_PATTERN, fullmatch=True), st.integers(0, 123_456))
def test_nlp_round_trip(moment, run_id, number):
    key = keys.nlp_part(moment, run_id, number)
    parts = keys.parse_nlp_part(key)
    assert (parts.day, parts.run_id, parts.number) == (moment.date(), run_id, number)
    assert key.startswith(keys.nlp_day(moment) + "/")


@pytest.mark.parametrize(
    "key",
    [
        "features/nlp/2026/13/01/part-20261124T044500Z-0a1b2c-0000.parquet",
        "features/nlp/2026/11/01/part-20261124T044500Z-0a1b2c-1.parquet",
        "features/nlp/2026/11/01/part-x-0001.parquet",
    ],
)
def test_strangers_among_features_are_refused(key):
    with pytest.raises(ContractError):
        keys.parse_nlp_part(key)


def test_dates_are_utc():
    seoul_morning = datetime(2026, 11, 24, 8, tzinfo=timezone(timedelta(hours=9)))
    assert keys.curated(seoul_morning, "0" * 32) == f"curated/2026/11/23/{'0' * 32}.json"


@pytest.mark.parametrize(
    "key", ["raw/x.html", "curated/2026/1/1/0.json", "", "raw/a/2026/01/01/../x.html"]
)
def test_strangers_are_refused(key):
    with pytest.raises(ContractError):
        keys.parse_raw_html(key)
    with pytest.raises(ContractError):
        keys.parse_curated(key)
