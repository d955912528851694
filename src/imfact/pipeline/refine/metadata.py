"""Headline, author, section, canonical address of a page: JSON-LD first, then meta tags, then h1."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from imfact.kit.errors import ExtractionError
from imfact.pipeline.refine.jsonld import Described

_SEPARATORS = re.compile(r"\s*(?:\s[-–—|:·<]\s|::|[|｜])\s*")
_SITE_WORDS = 30
_BYLINE = re.compile(r"\s*(?:선임|수습|인턴|전문|객원|특파)?(?:기자|특파원|논설위원|앵커|PD)\s*$")
_MAX_TITLE = 500


class NoTitle(ExtractionError):
    """The page has no headline."""

    code = "no_title"


@dataclass(frozen=True, slots=True)
class Head:
    """What the page says of itself besides its text and dates."""

    title: str
    author: str | None
    section: str | None
    canonical_url: str | None
    language: str | None


def read_head(tree: HtmlElement, described: Described, source_name: str) -> Head:
    """Return headline and labels. Raises NoTitle."""
    meta = _meta_tags(tree)
    headings = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    title = (
        _without_site(described.headline, source_name, headings)
        or _without_site(meta.get("og:title"), source_name, headings)
        or next((heading for heading in headings if heading), None)
        or _without_site(_title_element(tree), source_name, headings)
    )
    if not title:
        raise NoTitle("The page has no headline in JSON-LD, og:title, h1 or title.")
    author = described.author or meta.get("article:author") or meta.get("author")
    return Head(
        title=title,
        author=_person(author),
        section=described.section or meta.get("article:section"),
        canonical_url=_canonical(tree) or meta.get("og:url"),
        language=(tree.get("lang") or "").split("-")[0].lower() or None,
    )


def meta_dates(tree: HtmlElement) -> tuple[str | None, str | None]:
    """Return the dates of publication and change as meta tags give them."""
    meta = _meta_tags(tree)
    published = (
        meta.get("article:published_time")
        or meta.get("og:article:published_time")
        or meta.get("datepublished")
        or meta.get("pubdate")
    )
    return published, meta.get("article:modified_time") or meta.get("og:updated_time")


def _meta_tags(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = " ".join((tag.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _without_site(title: str | None, source_name: str, headings: list[str]) -> str | None:
    """Cut the outlet's name off the end; an h1 that the title begins with is the safest witness."""
    if not title:
        return None
    title = title[:_MAX_TITLE]
    if source_name and title.strip(" -–—|:·").casefold() == source_name.casefold():
        return None
    for heading in headings:
        rest = title[len(heading) :]
        if heading and title.startswith(heading) and rest and _SEPARATORS.match(rest):
            return heading
    parts = list(_SEPARATORS.finditer(title))
    if parts and source_name:
        tail = title[parts[-1].end() :]
        if len(tail) <= _SITE_WORDS and source_name.casefold() in tail.casefold():
            return title[: parts[-1].start()]
    return title


def _title_element(tree: HtmlElement) -> str | None:
    element = tree.find(".//title")
    return None if element is None else " ".join(element.text_content().split()) or None


def _canonical(tree: HtmlElement) -> str | None:
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            return str(link.get("href")).strip()
    return None


def _person(author: str | None) -> str | None:
    if author is None or author.startswith(("http:", "https:")):
        return None
    return ", ".join(_BYLINE.sub("", name).strip() for name in author.split(",")) or None
