"""The publisher's own description of an article: JSON-LD of schema.org."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml.html import HtmlElement

_TYPES = re.compile(r"(^|/)(\w*NewsArticle|Article|BlogPosting|Report)$")
_CONTROL = re.compile(r"[\x00-\x1f]+")
_TAG = re.compile(r"<[^>]{1,200}>")


@dataclass(frozen=True, slots=True)
class Described:
    """What JSON-LD says of the article, each None where it is silent; dates as written."""

    headline: str | None = None
    body: str | None = None
    published: str | None = None
    modified: str | None = None
    author: str | None = None
    section: str | None = None
    free: bool | None = None


def describe(tree: HtmlElement) -> Described:
    """Return the first article that the page's JSON-LD describes, empty where there is none."""
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json":
            for node in _nodes(_parse(script.text_content())):
                if _is_article(node):
                    return _described(node)
    return Described()


# Any: JSON of any form, as publishers write it.
def _parse(text: str) -> Any:
    stripped = text.strip().removeprefix("<!--").removesuffix("-->").rstrip("; \n")
    for candidate in (stripped, _CONTROL.sub(" ", stripped)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(value.get(key), depth + 1)


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(
        isinstance(kind, str) and _TYPES.search(kind)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _described(node: dict[str, Any]) -> Described:
    free = node.get("isAccessibleForFree")
    return Described(
        headline=_text(node.get("headline")) or _text(node.get("name")),
        body=_body(node.get("articleBody")),
        published=_text(node.get("datePublished")),
        modified=_text(node.get("dateModified")),
        author=_names(node.get("author")),
        section=_names(node.get("articleSection")),
        free=None if free is None else str(free).lower() not in ("false", "0", "no"),
    )


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(unescape(value).split()) or None


def _body(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    lines = (" ".join(line.split()) for line in _TAG.sub("\n", unescape(value)).splitlines())
    return "\n".join(line for line in lines if line) or None


def _names(value: Any) -> str | None:
    found = [
        _text(item.get("name")) if isinstance(item, dict) else _text(item)
        for item in (value if isinstance(value, list) else [value])
    ]
    return ", ".join(dict.fromkeys(name for name in found if name)) or None
