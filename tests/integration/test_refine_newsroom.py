"""Every article of the sample newsroom comes out of its page's clutter exactly as it was written."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from imfact.bundled.newsroom.content import Outlet, Story, load_outlets
from imfact.bundled.newsroom.oldpages import rest_of
from imfact.bundled.newsroom.pages import article_page
from imfact.contracts.capture import CaptureMeta
from imfact.contracts.rights import RightsMatrix
from imfact.kit.hashing import sha256_hex
from imfact.kit.urls import normalise_url, url_hash
from imfact.pipeline.refine.article import Limits, Page, refine_page

EPOCH = datetime(2026, 11, 24, 3, tzinfo=UTC)
OPEN = [
    (outlet, story)
    for outlet in load_outlets(EPOCH)
    for story in outlet.stories
    if not story.path.startswith("/members/")
]


@pytest.mark.parametrize(("outlet", "story"), OPEN, ids=[s.path for _, s in OPEN])
def test_a_newsroom_article_is_extracted_exactly(outlet: Outlet, story: Story) -> None:
    address = outlet.address(story.path)
    page = article_page(outlet, story)
    if outlet.layout == "folded":
        # As the browser leaves it when the button was pressed.
        page = page.replace("</p></div>\n<button", f"</p>{rest_of(story)}</div>\n<button")
    data = page.encode("utf-8" if outlet.charset == "utf-8" else "cp949")
    meta = CaptureMeta(
        url_hash=url_hash(normalise_url(address)),
        source=outlet.slug,
        url=address,
        final_url=address,
        normalised_url=normalise_url(address),
        fetched_at=EPOCH,
        http_status=200,
        content_type="text/html",
        body_sha256=sha256_hex(data),
        body_bytes=len(data),
        html_key="raw/dodam/2026/11/24/0.html",
        run_id="20261124T030000Z-abcdef",
    )
    article = refine_page(Page(meta, data, outlet.name, RightsMatrix()), Limits(5_000_000, 120))
    assert article.title == story.title
    assert article.body == "\n".join(story.paragraphs)
    assert (article.author, article.section) == (story.author, story.section)
    assert (article.published_at, article.published_precision) == (story.published_at, "second")
    assert article.canonical_url == address
    assert article.language == "ko"
    assert article.paywalled == story.paywalled
    assert article.extraction == ("jsonld" if outlet.layout == "daily" else "trafilatura")
