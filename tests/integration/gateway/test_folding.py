"""Lists fold copies and stories: one row each, none lost, none twice, on any page size."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from imfact.contracts.assessment import Band
from imfact.contracts.rights import RightsMatrix
from imfact.services.gateway.db.relatives import MAX_LISTED
from tests.integration.gateway.groups import make_copies, make_story
from tests.integration.gateway.samples import (
    BODY,
    SOURCES,
    START,
    article,
    upsert,
    upserts,
    verdict,
)
from tests.integration.gateway.test_public_api import hashes, is_problem, walk

BANDS: tuple[Band, ...] = ("low", "unsure", "suspected")
QUERY = {"q": "버스", "mode": "text"}
SORTS = ("newest", "least_trusted", "most_trusted")


def expected(rows, sort, fold):
    """What a list must show, said the slow way over all rows that fit the filters."""
    if sort != "newest":
        rows = [row for row in rows if row["trust"] is not None]
    by_time = sorted(rows, key=lambda row: (row["at"], row["hash"]))
    if fold != "none":
        chosen: dict[str, dict[str, Any]] = {}
        for row in by_time:
            if row["copy"] is not None:
                held = chosen.setdefault(row["copy"], row)
                if row["hash"] == row["copy"] and held["hash"] != row["copy"]:
                    chosen[row["copy"]] = row
        by_time = [row for row in by_time if row["copy"] is None or chosen[row["copy"]] is row]
    ordered = by_time[::-1]
    if sort != "newest":
        ordered.sort(key=lambda row: row["trust"], reverse=sort == "most_trusted")
    if fold == "all":
        led = set()
        kept = []
        for row in ordered:
            if row["story"] is None or row["story"] not in led:
                kept.append(row)
            led.add(row["story"])
        ordered = kept
    return [row["hash"] for row in ordered]


def scatter(gateway, database, seed, count=14):
    """Put articles into groups, stories, moments, sources and bands by chance."""
    rng = random.Random(seed)
    gateway.put_sources(SOURCES)
    articles = [
        article(
            number,
            source=SOURCES[rng.randrange(2)].slug,
            published_at=START + timedelta(minutes=rng.randrange(6)),
        )
        for number in range(count)
    ]
    gateway.upsert_articles(upserts(articles))
    rows = []
    for one in articles:
        judged = rng.random() < 0.85
        trust, band = rng.choice((20, 50, 80)), rng.choice(BANDS)
        if judged:
            gateway.put_assessments([verdict(one, trust=trust, band=band)])
        rows.append(
            {
                "hash": one.url_hash,
                "at": one.published_at,
                "source": one.source,
                "trust": trust if judged else None,
                "band": band if judged else None,
                "copy": None,
                "story": None,
            }
        )
    of = {row["hash"]: row for row in rows}
    loose = articles[:]
    rng.shuffle(loose)
    for _ in range(3):
        members = [loose.pop() for _ in range(rng.randrange(2, 4))]
        make_copies(database, *members)
        for member in members:
            of[member.url_hash]["copy"] = members[0].url_hash
    rng.shuffle(articles)
    at = 0
    while at + 1 < len(articles) - 2:
        members = articles[at : at + rng.randrange(2, 6)]
        at += len(members)
        make_story(database, *members)
        for member in members:
            of[member.url_hash]["story"] = members[0].url_hash
    return rows


@pytest.mark.parametrize("seed", range(3))
def test_each_copy_group_and_story_is_one_row_whatever_the_page(public, gateway, database, seed):
    rows = scatter(gateway, database, seed)
    rng = random.Random(seed)
    filters: tuple[dict[str, str], ...] = (
        {},
        {"source": "narae"},
        {"band": "low"},
        {"source": "haedam", "band": "suspected"},
    )
    for sort, fold, chosen in product(SORTS, ("all", "copies", "none"), filters):
        fitting = [row for row in rows if all(row[k] == v for k, v in chosen.items())]
        limit = rng.choice((1, 2, 3, 5, 100))
        found = walk(public, "/v1/articles", sort=sort, fold=fold, limit=limit, **chosen)
        assert found == expected(fitting, sort, fold), (sort, fold, chosen, limit)


@pytest.mark.parametrize("sort", SORTS)
def test_every_page_size_gives_the_same_list(public, gateway, database, sort):
    rows = scatter(gateway, database, seed=77)
    whole = expected(rows, sort, "all")
    for limit in range(1, len(whole) + 2):
        assert walk(public, "/v1/articles", sort=sort, limit=limit) == whole


def test_nothing_is_lost_when_a_story_gets_a_new_lead_between_two_pages(
    public, gateway, database, newsroom
):
    make_story(database, newsroom[1], newsroom[2])
    first = public.get("/v1/articles", params={"limit": 5}).json()
    late = article(99)
    gateway.upsert_articles([upsert(late)])
    make_story(database, newsroom[1], newsroom[2], late)
    rest = walk(public, "/v1/articles", limit=5, cursor=first["next"])
    seen = [item["url_hash"] for item in first["items"]] + rest
    folded = {newsroom[1].url_hash}
    assert seen == [one.url_hash for one in reversed(newsroom) if one.url_hash not in folded]
    assert hashes(public.get("/v1/articles"))[0] == late.url_hash


def test_a_cursor_serves_its_own_fold_only(public, newsroom):
    cursor = public.get("/v1/articles", params={"limit": 2}).json()["next"]
    answer = public.get("/v1/articles", params={"cursor": cursor, "fold": "none"})
    assert is_problem(answer, 400, "invalid_cursor")


def test_a_row_says_what_is_folded_under_it(public, database, newsroom):
    make_copies(database, newsroom[4], newsroom[6], newsroom[8])
    make_story(database, newsroom[4], newsroom[6], newsroom[8], newsroom[3], newsroom[9])
    by_hash = {item["url_hash"]: item for item in public.get("/v1/articles").json()["items"]}
    assert newsroom[4].url_hash not in by_hash  # folded under the newest of its story
    lead = by_hash[newsroom[9].url_hash]
    assert (lead["copies"], lead["story"]["count"]) == ({"count": 0, "items": []}, 2)
    assert lead["story"]["id"] == newsroom[4].url_hash
    assert [one["url_hash"] for one in lead["story"]["items"]] == [
        newsroom[4].url_hash,
        newsroom[3].url_hash,
    ]
    other = lead["story"]["items"][0]
    assert (other["trust"], other["band"], other["is_original"]) == (37, "unsure", True)
    assert other["sentence_ko"] == "제목이 사실을 차분히 전합니다."
    assert other["p_clickbait"] == pytest.approx(0.63)
    assert other["source"]["name"] == "해담일보"

    alone = public.get("/v1/articles", params={"band": "unsure", "source": "haedam"}).json()
    (group,) = alone["items"]
    assert group["url_hash"] == newsroom[4].url_hash
    assert (group["copies"]["count"], group["story"]["count"]) == (2, 2)
    assert [one["url_hash"] for one in group["copies"]["items"]] == [
        newsroom[6].url_hash,
        newsroom[8].url_hash,
    ]


def test_the_page_of_a_copy_names_the_original_and_the_rest_of_the_story(
    public, database, newsroom
):
    make_copies(database, newsroom[2], newsroom[5])
    make_story(database, newsroom[2], newsroom[5], newsroom[7])
    found = public.get(f"/v1/articles/{newsroom[5].url_hash}").json()["article"]
    (original,) = found["copies"]["items"]
    assert (original["url_hash"], original["is_original"]) == (newsroom[2].url_hash, True)
    assert [one["url_hash"] for one in found["story"]["items"]] == [newsroom[7].url_hash]
    plain = public.get(f"/v1/articles/{newsroom[0].url_hash}").json()["article"]
    assert (plain["copies"]["count"], plain["story"]) == (0, None)


def test_what_may_not_be_shown_neither_leads_nor_is_listed(public, gateway, database):
    gateway.put_sources(SOURCES)
    hidden = article(1, rights=RightsMatrix(show="none"))
    copy, third = article(2), article(3)
    gateway.upsert_articles(upserts([hidden, copy, third]))
    make_copies(database, hidden, copy)
    make_story(database, hidden, copy, third)
    (lead,) = public.get("/v1/articles").json()["items"]
    assert lead["url_hash"] == third.url_hash
    assert [one["url_hash"] for one in lead["story"]["items"]] == [copy.url_hash]
    assert public.get(f"/v1/articles/{copy.url_hash}").json()["article"]["copies"]["count"] == 0


def test_a_long_list_is_cut_and_its_count_is_not(public, gateway, database):
    gateway.put_sources(SOURCES)
    many = [article(number) for number in range(MAX_LISTED + 6)]
    gateway.upsert_articles(upserts(many))
    make_copies(database, *many)
    (row,) = public.get("/v1/articles").json()["items"]
    assert row["url_hash"] == many[0].url_hash
    assert (row["copies"]["count"], len(row["copies"]["items"])) == (MAX_LISTED + 5, MAX_LISTED)


def test_today_counts_copies_once_and_every_headline_of_a_story(public, database, newsroom):
    make_copies(database, newsroom[4], newsroom[6], newsroom[8])
    make_story(database, newsroom[4], newsroom[3], newsroom[9])
    today = public.get("/v1/today").json()
    assert today["counts"] == {"suspected": 4, "unsure": 3, "low": 3}
    dots = {point["url_hash"] for point in today["points"]}
    assert newsroom[4].url_hash in dots
    assert not dots & {newsroom[6].url_hash, newsroom[8].url_hash}
    assert dots == set(walk(public, "/v1/articles", fold="copies"))


def search_walk(public, **parameters):
    found: list[str] = []
    cursor = parameters.pop("cursor", None)
    while True:
        given = QUERY | parameters | ({"cursor": cursor} if cursor else {})
        page = public.get("/v1/search", params=given).json()
        found += [item["article"]["url_hash"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            return found


def test_search_folds_copies_and_freezes_what_is_left(public, database, newsroom):
    make_copies(database, newsroom[2], newsroom[5], newsroom[7])
    make_story(database, newsroom[2], newsroom[9])
    every = search_walk(public, fold="none", limit=5)
    assert len(every) == 12
    group = {newsroom[number].url_hash for number in (2, 5, 7)}
    best = min(every.index(one) for one in group)
    folded = [one for one in every if one not in group]
    folded.insert(best, newsroom[2].url_hash)
    assert search_walk(public, limit=3) == folded
    first = public.get("/v1/search", params=QUERY | {"limit": 4}).json()
    scores = [item["score"] for item in first["items"]]
    assert scores == sorted(scores, reverse=True)
    make_copies(database, newsroom[0], newsroom[1])
    rest = search_walk(public, limit=4, cursor=first["next"])
    assert [item["article"]["url_hash"] for item in first["items"]] + rest == folded


def test_the_history_tells_each_state_with_its_verdict_and_what_changed(public, gateway):
    gateway.put_sources(SOURCES)
    first = article(title="해담시 버스, 이렇게 바뀐다?")
    moment = first.fetched_at
    second = article(title="해담시, 통학 버스 늘린다", fetched_at=moment + timedelta(hours=1))
    third = article(
        title=second.title,
        body=BODY + "\n정류장 두 곳은 자리를 옮긴다.",
        fetched_at=moment + timedelta(hours=2),
    )
    gateway.upsert_articles([upsert(first)])
    gateway.put_assessments([verdict(first, trust=22, band="suspected")])
    gateway.upsert_articles([upsert(second, 1)])
    gateway.put_assessments([verdict(second, trust=91)])
    gateway.upsert_articles([upsert(third, 2)])
    detail = public.get(f"/v1/articles/{first.url_hash}").json()
    assert (detail["article"]["revision_count"], detail["article"]["title_changes"]) == (3, 1)
    told = [
        (one["title_changed"], one["body_changed"], one["trust"], one["band"])
        for one in detail["revisions"]
    ]
    assert told == [
        (False, False, 22, "suspected"),
        (True, False, 91, "low"),
        (False, True, None, None),
    ]
    assert detail["revisions"][0]["p_clickbait"] == pytest.approx(0.78)
    assert detail["revisions"][0]["interval"] == pytest.approx([0.73, 0.83])
    assert detail["revisions"][1]["sentence_ko"] == "제목이 사실을 차분히 전합니다."
    assert detail["revisions"][2]["sentence_ko"] == ""
