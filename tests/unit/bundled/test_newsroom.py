"""The sample newsroom: its content keeps the promises that the demo and the crawl tests rest on."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from importlib.resources import files
from typing import get_args

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

EPOCH = datetime(2026, 11, 24, 3, tzinfo=UTC)
OUTLETS = load_outlets(EPOCH)
OPEN = [(o, s) for o in OUTLETS for s in o.stories if not s.path.startswith("/members/")]


def test_thirty_articles_can_be_read_and_one_is_closed() -> None:
    assert len(OPEN) == 30
    assert sum(len(outlet.stories) for outlet in OUTLETS) == 31


def test_every_tactic_is_shown_and_about_half_of_the_headlines_are_plain() -> None:
    shown = Counter(story.tactic for _, story in OPEN)
    assert set(shown) - {None} == set(get_args(Tactic)) - {"other"}
    assert 12 <= shown[None] <= 18


@pytest.mark.parametrize(("outlet", "story"), OPEN, ids=lambda value: getattr(value, "path", ""))
def test_an_article_has_the_length_of_real_news(outlet: Outlet, story: Story) -> None:
    text = "\n".join(story.paragraphs)
    assert 3 <= len(story.paragraphs) <= 6
    assert 5 <= len(split_sentences(text)) <= 14
    assert 400 <= len(text) <= 1_200


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
        data = json.loads(page.split('application/ld+json">')[1].split("</script>")[0])
        article = data["@graph"][1] if "@graph" in data else data
        assert article["headline"] == story.title
        if "articleBody" in article:
            with_body.add(outlet.slug)
    assert with_body == {"dodam"}


def test_feeds_announce_public_addresses_and_exactly_the_promised_failures() -> None:
    announced: list[str] = []
    for outlet in OUTLETS:
        sitemap, feed = fromstring(news_sitemap(outlet)), fromstring(rss(outlet))
        locations = [node.text or "" for node in sitemap.iter() if node.tag.endswith("}loc")]
        links = [node.findtext("link", "") for node in feed.iter("item")]
        assert {normalise_url(link) for link in links} <= {normalise_url(u) for u in locations}
        assert all(address.startswith(f"https://{outlet.host}/") for address in locations)
        announced += locations
    readable = {outlet.address(story.path) for outlet, story in OPEN}
    assert len(set(announced) - readable) == 3
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
    assert {name.removesuffix(".json") for name in names if name.endswith(".json")} == set(SLUGS)


def test_the_server_frees_its_ports_and_refuses_taken_ones() -> None:
    with Newsroom(epoch=EPOCH) as first:
        assert set(first.overrides) == {outlet.host for outlet in OUTLETS}
        taken = int(first.overrides["dodam.example"].rsplit(":", 1)[1])
        with pytest.raises(OSError, match="use"):
            Newsroom(taken).start()
    with Newsroom(epoch=EPOCH) as again:
        assert again.overrides
    assert not again.overrides
