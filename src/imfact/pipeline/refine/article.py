"""One capture to one curated article; pure, runs in a worker process."""

from __future__ import annotations

from dataclasses import dataclass

import lxml.html
from lxml.etree import LxmlError

from imfact.contracts.article import CuratedArticle
from imfact.contracts.capture import CaptureMeta
from imfact.contracts.rights import RightsMatrix
from imfact.kit.hashing import text_hash
from imfact.kit.korean import is_korean
from imfact.kit.shingles import signature
from imfact.pipeline.refine.body import read_body
from imfact.pipeline.refine.dates import read_dates
from imfact.pipeline.refine.decode import decode_page
from imfact.pipeline.refine.gates import NotHtml, check_body, check_bytes
from imfact.pipeline.refine.jsonld import describe
from imfact.pipeline.refine.metadata import read_head


@dataclass(frozen=True, slots=True)
class Page:
    """A capture with what must be known of its source."""

    meta: CaptureMeta
    data: bytes
    source_name: str
    rights: RightsMatrix


@dataclass(frozen=True, slots=True)
class Limits:
    """The policy's gates."""

    page_bytes: int
    body_characters: int


def refine_page(page: Page, limits: Limits) -> CuratedArticle:
    """Return the article of a page.

    Raises:
        DataError: TooLarge or an ExtractionError; its code is the reason for quarantine.
    """
    meta = page.meta
    check_bytes(page.data, limits.page_bytes)
    text, _ = decode_page(page.data, meta.content_type)
    tree = _parse(text)
    described = describe(tree)
    head = read_head(tree, described, page.source_name)
    dates = read_dates(tree, described, meta.final_url, meta.fetched_at)
    body, path = read_body(tree, described.body, head.title)
    paywalled = described.free is False
    check_body(body, limits.body_characters, paywalled=paywalled)
    return CuratedArticle(
        url_hash=meta.url_hash,
        source=meta.source,
        url=meta.url,
        canonical_url=head.canonical_url,
        normalised_url=meta.normalised_url,
        title=head.title,
        body=body,
        author=head.author,
        section=head.section,
        language="ko" if is_korean(head.title + body) else head.language or "und",
        published_at=dates.published_at or meta.feed_published_at,
        published_precision=dates.precision or ("second" if meta.feed_published_at else None),
        modified_at=dates.modified_at,
        fetched_at=meta.fetched_at,
        paywalled=paywalled,
        extraction=path,
        text_hash=text_hash(head.title, body),
        signature=signature(body),
        raw_key=meta.html_key,
        rights=page.rights,
    )


def _parse(text: str) -> lxml.html.HtmlElement:
    try:
        # Bytes with a declared charset: lxml refuses text that carries an encoding declaration.
        parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=False, recover=True)
        tree = lxml.html.document_fromstring(
            text.replace("\x00", "").encode("utf-8", "surrogatepass"), parser=parser
        )
    except (LxmlError, ValueError) as exc:
        raise NotHtml(f"The page cannot be parsed: {exc}") from exc
    if tree.find(".//body") is None:
        raise NotHtml("The page has no body element.")
    return tree
