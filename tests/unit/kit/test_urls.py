"""URL identity: one page, one form; whatever the form, normalising it again changes nothing."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imfact.kit.ids import is_url_hash
from imfact.kit.urls import InvalidUrl, normalise_url, url_hash

HOSTS = st.sampled_from(
    ["dodam.example", "WWW.Dodam.Example.", "m.dodam.example:8080", "도담.example", "a:b@x.example",
     "[2001:DB8::1]", "203.0.113.7", "x.example:443", "x.example:80", "", "a b", "..", "xn--.example"]
)  # fmt: skip
TEXT = st.text(
    alphabet=st.sampled_from("abZ가힣%20F5e/.?&=#+;:@~*'\"<> \t\\[]\ud800é"), max_size=40
)


@settings(max_examples=500, deadline=None)
@given(scheme=st.sampled_from(["http", "https", "HTTP", "ftp", ""]), host=HOSTS, rest=TEXT)
def test_normalising_twice_is_normalising_once(scheme: str, host: str, rest: str) -> None:
    try:
        once = normalise_url(f"{scheme}://{host}/{rest}")
    except InvalidUrl:
        return
    assert normalise_url(once) == once
    assert once.isascii()
    assert is_url_hash(url_hash(once))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_normalised_or_refused(text: str) -> None:
    with contextlib.suppress(InvalidUrl):
        assert normalise_url(text).startswith("https://")


@pytest.mark.parametrize(
    ("variant", "form"),
    [
        ("http://Dodam.example/economy/1", "https://dodam.example/economy/1"),
        ("https://dodam.example:443/economy/1/", "https://dodam.example/economy/1"),
        ("http://dodam.example:80/economy/1#top", "https://dodam.example/economy/1"),
        ("https://dodam.example/economy/1?utm_source=rss&fbclid=x", "https://dodam.example/economy/1"),
        ("https://dodam.example/v?b=2&a=1", "https://dodam.example/v?a=1&b=2"),
        ("https://dodam.example/v?a=1&a=0", "https://dodam.example/v?a=0&a=1"),
        ("https://dodam.example/사회", "https://dodam.example/%EC%82%AC%ED%9A%8C"),
        ("https://dodam.example/%ec%82%ac%ed%9a%8c", "https://dodam.example/%EC%82%AC%ED%9A%8C"),
        ("https://도담.example/1", "https://xn--jk1bkp.example/1"),
        ("  https://dodam.example  ", "https://dodam.example/"),
        ("https://dodam.example/a/./b/../c", "https://dodam.example/a/c"),
        ("https://dodam.example/a%2Fb", "https://dodam.example/a%2Fb"),
        ("https://reader:secret@dodam.example/1", "https://dodam.example/1"),
        ("http://dodam.example:8080/1", "https://dodam.example:8080/1"),
    ],
)  # fmt: skip
def test_variants_of_one_page_share_a_form(variant: str, form: str) -> None:
    assert normalise_url(variant) == form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://dodam.example/1", "https://m.dodam.example/1"),
        ("https://dodam.example/1", "https://www.dodam.example/1"),
        ("https://dodam.example/v?id=1", "https://dodam.example/v?id=2"),
        ("https://dodam.example/A", "https://dodam.example/a"),
        ("https://dodam.example/a%2Fb", "https://dodam.example/a/b"),
        ("https://dodam.example/a%25b", "https://dodam.example/a%b0"),
    ],
)
def test_different_pages_keep_different_identities(one: str, other: str) -> None:
    assert url_hash(normalise_url(one)) != url_hash(normalise_url(other))


@pytest.mark.parametrize(
    "text",
    [
        "", "dodam.example/1", "ftp://dodam.example/1", "javascript:alert(1)", "https://", "https:///1",
        "https://dodam.example:99999/", "https://a b/", "https://a..example/", "https://[::1/",
        "https://dodam.example/" + "a" * 2_048, "https://dodam.example/" + "가" * 400,
        "https://dodam.example/\ud800",
    ],
)  # fmt: skip
def test_unusable_addresses_are_refused(text: str) -> None:
    with pytest.raises(InvalidUrl) as caught:
        normalise_url(text)
    assert caught.value.code == "invalid_url"
