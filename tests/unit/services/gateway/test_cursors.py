"""Cursors come back as they were made, and in no other way."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imfact.services.gateway.cursors import InvalidCursor, seal, unseal

VALUES = st.none() | st.integers(-(2**53), 2**53) | st.text()
FIELDS = st.dictionaries(st.text(), VALUES, max_size=4)


@given(position=FIELDS, filters=FIELDS, tail=st.binary(max_size=200))
def test_round_trip(position, filters, tail):
    cursor = seal(position, filters, tail)
    assert unseal(cursor, filters) == (position, tail)
    assert cursor.isascii()
    assert not set(cursor) & set("+/=&?# ")


@given(
    position=FIELDS,
    filters=FIELDS,
    tail=st.binary(max_size=50),
    place=st.integers(0),
    bit=st.integers(0, 7),
)
def test_any_flipped_bit_is_noticed(position, filters, tail, place, bit):
    cursor = seal(position, filters, tail)
    data = bytearray(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    data[place % len(data)] ^= 1 << bit
    altered = base64.urlsafe_b64encode(bytes(data)).decode().rstrip("=")
    with pytest.raises(InvalidCursor):
        unseal(altered, filters)


@given(position=FIELDS, filters=FIELDS, others=FIELDS)
def test_other_filters_are_noticed(position, filters, others):
    cursor = seal(position, filters)
    if filters != others:
        with pytest.raises(InvalidCursor):
            unseal(cursor, others)


@given(st.text())
def test_rubbish_is_refused_with_a_status_of_400(rubbish):
    with pytest.raises(InvalidCursor) as caught:
        unseal(rubbish, {})
    assert caught.value.http_status == 400
