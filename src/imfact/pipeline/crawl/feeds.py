"""Reads RSS feeds and Google News sitemaps; fetches nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Literal
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from imfact.kit.clock import as_utc
from imfact.kit.errors import DataError

_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*encoding=[\"']([\w-]+)[\"'][^>]*\?>")
# expat knows single-byte encodings and UTF only.
_KOREAN_CHARSETS = {b"euc-kr", b"euckr", b"ks_c_5601-1987", b"cp949", b"ms949"}


class MalformedFeed(DataError):
    """A feed is not the XML it should be."""

    code = "malformed_feed"


FeedKind = Literal["rss", "news_sitemap"]


@dataclass(frozen=True, slots=True)
class Announced:
    """One article that a feed names."""

    url: str
    title: str | None = None
    published_at: datetime | None = None


def read_feed(kind: FeedKind, data: bytes) -> list[Announced]:
    """Return the announcements of a feed in its order; entries without an address are left out.

    Args:
        kind: ``Feed.kind``.
        data: The feed as it was fetched.

    Raises:
        MalformedFeed: it is not well-formed XML, declares entities, or has another root.
    """
    try:
        root: Element = fromstring(_as_utf8(data))
    except (ParseError, DefusedXmlException, ValueError, LookupError) as exc:
        raise MalformedFeed(f"The feed cannot be read: {exc}") from exc
    expected = {"rss": ("rss", "RDF"), "news_sitemap": ("urlset",)}[kind]
    if _name(root) not in expected:
        raise MalformedFeed(f"The feed's root is <{_name(root)}>, not <{expected[0]}>.")
    items = _rss(root) if kind == "rss" else _sitemap(root)
    return [item for item in items if item.url]


def _rss(root: Element) -> Iterator[Announced]:
    for item in _named(root, "item"):
        guid = next(_named(item, "guid"), None)
        permanent = guid is not None and guid.get("isPermaLink", "true") == "true"
        address = _text(item, "link") or (_text(item, "guid") if permanent else None)
        moment = _moment(_text(item, "pubDate") or _text(item, "date"))
        yield Announced(address or "", _text(item, "title"), moment)


def _sitemap(root: Element) -> Iterator[Announced]:
    for entry in _named(root, "url"):
        moment = _moment(_text(entry, "publication_date") or _text(entry, "lastmod"))
        yield Announced(_text(entry, "loc") or "", _text(entry, "title"), moment)


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return as_utc(parse(text))
        except (ValueError, TypeError, OverflowError):
            continue
    return None


def _as_utf8(data: bytes) -> bytes:
    match = _DECLARATION.match(data)
    if match is None or match[1].lower() not in _KOREAN_CHARSETS:
        return data.lstrip()
    return data[match.end() :].decode("cp949", "replace").encode()


def _name(element: Element) -> str:
    return element.tag.rsplit("}", 1)[-1]


def _named(parent: Element, name: str) -> Iterator[Element]:
    return (element for element in parent.iter() if _name(element) == name)


def _text(parent: Element, name: str) -> str | None:
    found = next(_named(parent, name), None)
    return " ".join((found.text or "").split()) or None if found is not None else None
