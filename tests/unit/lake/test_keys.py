"""Keys: what is built can be parsed, and nothing else."""

import string
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imfact.kit.errors import ContractError
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


@given(moments, hashes, numbers)
def test_nlp_round_trip(moment, content, number):
    key = keys.nlp_part(moment, content, number)
    parts = keys.parse_nlp_part(key)
    assert (parts.day, parts.content, parts.number) == (moment.date(), content, number)
    assert key.startswith(keys.nlp_day(moment) + "/")


@pytest.mark.parametrize(
    "key",
    [
        f"features/nlp/2026/13/01/part-{'0' * 32}.parquet",
        f"features/nlp/2026/11/01/part-{'0' * 32}-1.parquet",
        "features/nlp/2026/11/01/part-x.parquet",
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
