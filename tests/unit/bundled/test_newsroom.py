"""The sample newsroom: its content keeps the promises that the demo and the crawl tests rest on."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from importlib.resources import files
from typing import get_args
from urllib.request import urlopen

import pytest
from defusedxml.ElementTree import fromstring

from imfact.bundled.newsroom.content import SLUGS, Outlet, Story, load_outlets
from imfact.bundled.newsroom.feeds import news_sitemap, robots, rss
from imfact.bundled.newsroom.pages import article_page, front_page
from imfact.bundled.newsroom.server import Newsroom
from imfact.contracts.assessment import Tactic
from imfact.contracts.source import Source
from imfact.kit.korean import split_sentences
from imfact.kit.urls import normalise_url
from imfact.pipeline.crawl.feeds import read_feed
from tests.newsroom_facts import (
    ARTICLES,
    EDITED,
    EDITED_HEADLINES,
    EDITED_OUTLETS,
    EDITED_TEXTS,
    GONE,
    ODD,
    RENDERED,
)

EPOCH = datetime(2026, 11, 24, 3, tzinfo=UTC)
OUTLETS = load_outlets(EPOCH)
OPEN = [(o, s) for o in OUTLETS for s in o.stories if not s.path.startswith("/members/")]


def test_every_article_but_one_can_be_read() -> None:
    assert len(OPEN) == ARTICLES
    assert sum(len(outlet.stories) for outlet in OUTLETS) == ARTICLES + 1
    assert sum(outlet.layout == "folded" for outlet, _ in OPEN) == RENDERED


def test_every_tactic_is_shown_and_about_half_of_the_headlines_are_plain() -> None:
    shown = Counter(story.tactic for _, story in OPEN)
    assert set(shown) - {None} == set(get_args(Tactic)) - {"other"}
    assert 0.4 <= shown[None] / len(OPEN) <= 0.6
    assert min(shown.values()) >= 3


@pytest.mark.parametrize(("outlet", "story"), OPEN, ids=lambda value: getattr(value, "path", ""))
def test_an_article_has_the_length_of_real_news(outlet: Outlet, story: Story) -> None:
    text = "\n".join(story.paragraphs)
    if story.paywalled:
        assert 120 <= len(text) <= 300
        return
    assert 3 <= len(story.paragraphs) <= 6
    assert 5 <= len(split_sentences(text)) <= 14
    assert 340 <= len(text) <= 1_200


def test_agency_texts_are_carried_word_for_word_under_other_headlines() -> None:
    carried: dict[str, list[Story]] = {}
    for _, story in OPEN:
        if story.wire is not None:
            carried.setdefault(story.wire, []).append(story)
    assert len(carried) == 4
    for copies in carried.values():
        assert 2 <= len(copies) <= 3
        assert len({story.paragraphs for story in copies}) == 1
        assert len({story.title for story in copies}) == len(copies)


def test_all_outlets_tell_of_the_satellite_in_their_own_words_over_two_days() -> None:
    told = [(o, s) for o, s in OPEN if "해든1호" in "".join(s.paragraphs)]
    assert {outlet.slug for outlet, _ in told} == set(SLUGS)
    assert len({story.paragraphs for _, story in told}) == len(told) == 7
    days = {story.published_at.date() for _, story in told}
    assert len(days) >= 2


def test_the_second_edition_edits_and_takes_down_what_it_promises() -> None:
    second = load_outlets(EPOCH, 2)
    pairs = [
        (outlet.slug, before, after)
        for outlet, later in zip(OUTLETS, second, strict=True)
        for before, after in zip(outlet.stories, later.stories, strict=True)
        if before != after
    ]
    assert {slug for slug, _, _ in pairs} == set(EDITED_OUTLETS)
    assert sum(before.title != after.title for _, before, after in pairs) == EDITED_HEADLINES
    texts = [(b, a) for _, b, a in pairs if b.paragraphs != a.paragraphs]
    assert [before.title == after.title for before, after in texts] == [True] * EDITED_TEXTS
    assert sum(after.gone for _, _, after in pairs) == GONE
    assert all(after.modified_at > before.modified_at for _, before, after in pairs)
    # A box of links was printed once: an edited headline changes its own page alone.
    changed = sum(
        article_page(o, before) != article_page(p, after)
        for o, p in zip(OUTLETS, second, strict=True)
        for before, after in zip(o.stories, p.stories, strict=True)
        if not after.gone
    )
    assert changed == EDITED


def test_the_old_site_is_euc_kr_and_says_so_in_the_page_alone() -> None:
    outlet = next(outlet for outlet in OUTLETS if outlet.charset == "euc-kr")
    with Newsroom(epoch=EPOCH) as running:
        address = running.overrides[outlet.host]
        with urlopen(f"http://{address}{outlet.stories[0].path}") as answer:
            assert answer.headers["Content-Type"] == "text/html"
            page = answer.read()
        with urlopen(f"http://{address}/rss.xml") as answer:
            feed = answer.read()
    assert b"charset=euc-kr" in page[:400]
    assert outlet.stories[0].title in page.decode("cp949")
    assert feed.startswith(b'<?xml version="1.0" encoding="EUC-KR"?>')
    titles = [item.title for item in read_feed("rss", feed)]
    assert outlet.stories[0].title in titles


def test_the_same_epoch_gives_the_same_bytes_and_another_moves_the_dates() -> None:
    def printed(outlets: tuple[Outlet, ...]) -> list[str]:
        pages = [article_page(o, s) for o in outlets for s in o.stories]
        return [*pages, *(front_page(o) + rss(o) + news_sitemap(o) + robots(o) for o in outlets)]

    assert printed(load_outlets(EPOCH)) == printed(OUTLETS)
    later = load_outlets(EPOCH.replace(hour=4))
    assert all(a != b for a, b in zip(printed(later), printed(OUTLETS), strict=True) if "<p" in a)


def test_json_ld_is_valid_and_carries_the_body_for_one_outlet_only() -> None:
    with_body = set()
    for outlet, story in OPEN:
        page = article_page(outlet, story)
        if outlet.layout == "portal":
            assert "ld+json" not in page
            continue
        data = json.loads(page.split('application/ld+json">')[1].split("</script>")[0])
        article = data["@graph"][1] if "@graph" in data else data
        assert article["headline"] == story.title
        assert article["isAccessibleForFree"] is not story.paywalled
        if "articleBody" in article:
            with_body.add(outlet.slug)
    assert with_body == {"dodam"}


def test_feeds_announce_public_addresses_and_exactly_the_promised_failures() -> None:
    announced: list[str] = []
    for outlet in OUTLETS:
        feeds = [text.split("?>", 1)[1].strip() for text in (news_sitemap(outlet), rss(outlet))]
        sitemap, feed = (fromstring(text) for text in feeds)
        locations = [node.text or "" for node in sitemap.iter() if node.tag.endswith("}loc")]
        links = [node.findtext("link", "") for node in feed.iter("item")]
        assert {normalise_url(link) for link in links} <= {normalise_url(u) for u in locations}
        assert all(address.startswith(f"https://{outlet.host}/") for address in locations)
        announced += locations
    readable = {outlet.address(story.path) for outlet, story in OPEN}
    assert len(set(announced) - readable) == sum(ODD.values())
    assert len([url for url in announced if "/members/" in url]) == 1


def test_bundled_sources_name_the_feeds_that_the_outlets_print() -> None:
    folder = files("imfact.bundled").joinpath("policy/sources")
    for outlet in OUTLETS:
        source = Source.model_validate_json(folder.joinpath(f"{outlet.slug}.json").read_bytes())
        assert (source.slug, source.name) == (outlet.slug, outlet.name)
        assert [feed.kind for feed in source.feeds] == list(outlet.feeds)
        assert source.rights.show == "full"


def test_slugs_are_the_files() -> None:
    names = {entry.name for entry in files("imfact.bundled.newsroom").iterdir()}
    assert {name.removesuffix(".json") for name in names if name.endswith(".json")} == {
        *SLUGS,
        "wires",
    }


def test_the_server_frees_its_ports_and_refuses_taken_ones() -> None:
    with Newsroom(epoch=EPOCH) as first:
        assert set(first.overrides) == {outlet.host for outlet in OUTLETS}
        taken = int(first.overrides["dodam.example"].rsplit(":", 1)[1])
        with pytest.raises(OSError, match="use"):
            Newsroom(taken).start()
    with Newsroom(epoch=EPOCH) as again:
        assert again.overrides
    assert not again.overrides
