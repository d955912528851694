"""The text of pages that a browser builds: what Next.js sends along for it; only where nothing else is found."""

from __future__ import annotations

import json
from collections.abc import Iterator

import lxml.html
from lxml.etree import LxmlError
from lxml.html import HtmlElement

_PUSH = "self.__next_f.push("
_LEAST_PARAGRAPHS = 2
_ASIDE = ("caption", "figcaption")


def hydrated_text(tree: HtmlElement) -> str:
    """Return the longest text of paragraphs among the page's data, one line each; empty if none."""
    return max((_paragraphs(markup) for markup in _markup(tree)), key=len, default="")


def _markup(tree: HtmlElement) -> Iterator[str]:
    for script in tree.iter("script"):
        text = (script.text or "").strip().rstrip(";")
        if not text.startswith(_PUSH) or not text.endswith(")"):
            continue
        try:
            pushed = json.loads(text[len(_PUSH) : -1])
        except (ValueError, RecursionError):
            continue
        for part in pushed if isinstance(pushed, list) else ():
            # Data that is JSON of its own holds its markup escaped, and comes as plain text as well.
            if isinstance(part, str) and part.lstrip().startswith("<"):
                yield part


def _paragraphs(markup: str) -> str:
    try:
        fragment = lxml.html.fragment_fromstring(markup, create_parent="div")
    except (LxmlError, ValueError):
        return ""
    lines = [
        line
        for paragraph in fragment.iter("p")
        if (line := " ".join(paragraph.text_content().split())) and not _is_aside(paragraph)
    ]
    return "\n".join(lines) if len(lines) >= _LEAST_PARAGRAPHS else ""


def _is_aside(paragraph: HtmlElement) -> bool:
    return any(
        parent.tag in _ASIDE or any(name in (parent.get("class") or "") for name in _ASIDE)
        for parent in paragraph.iterancestors()
    )
