"""The text of an article: JSON-LD articleBody where it agrees with the page, else trafilatura."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

import trafilatura
from lxml.html import HtmlElement

from imfact.pipeline.refine.boilerplate import strip_boilerplate

ExtractionPath = Literal["jsonld", "trafilatura"]

_LEAST_JSONLD = 200
_LEAST_PRECISE = 200
_AGREEMENT = 0.8
_GRAM = 5
_SPACE = re.compile(r"\s+")


def read_body(
    tree: HtmlElement, described_body: str | None, title: str
) -> tuple[str, ExtractionPath]:
    """Return the text, paragraphs parted by one newline, and which path gave it; empty if none.

    JSON-LD wins with at least 200 characters where eight in ten 5-grams of either text stand in the
    other (or where trafilatura finds nothing): it is the publisher's own text, but some publishers
    put a teaser or a whole live ticker there.
    """
    page = _page_text(tree)
    described = described_body or ""
    agrees = not page or min(_share(described, page), _share(page, described)) >= _AGREEMENT
    if len(described) >= _LEAST_JSONLD and agrees:
        text = described if "\n" in described else _paragraphs(described, page)
        return strip_boilerplate(text, title), "jsonld"
    return strip_boilerplate(page, title), "trafilatura"


def _page_text(tree: HtmlElement) -> str:
    """Return what trafilatura reads: precise first, once more without where that finds too little."""
    precise = _extract(tree, precise=True)
    if len(precise) >= _LEAST_PRECISE:
        return precise
    return max(precise, _extract(tree, precise=False), key=len)


def _extract(tree: HtmlElement, *, precise: bool) -> str:
    found = trafilatura.bare_extraction(
        tree,
        favor_precision=precise,
        include_comments=False,
        include_tables=False,
        include_formatting=False,
        deduplicate=False,
        with_metadata=False,
    )
    text = getattr(found, "text", None) or ""
    return "\n".join(line for part in text.splitlines() if (line := " ".join(part.split())))


def _share(part: str, whole: str) -> float:
    """Return the share of the 5-grams of ``part`` that stand in ``whole``, white space left out."""
    grams = _grams(part)
    return len(grams & _grams(whole)) / len(grams) if grams else 0.0


def _grams(text: str) -> set[str]:
    squeezed = _SPACE.sub("", text)
    return {squeezed[i : i + _GRAM] for i in range(len(squeezed) - _GRAM + 1)}


def _paragraphs(text: str, page: str) -> str:
    """Part the publisher's one long line where the page's paragraphs begin."""
    starts = sorted(
        place
        for line in page.splitlines()
        if len(line) > _GRAM and (place := text.find(line[:40])) > 0
    )
    cuts = [0, *dict.fromkeys(starts), len(text)]
    return "\n".join(piece for a, b in pairwise(cuts) if (piece := text[a:b].strip()))
