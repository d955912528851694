"""Replies are kept once and go with their article; the day's tokens are counted right by many at once."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from imfact.contracts.article import CuratedArticle
from imfact.contracts.rights import RightsMatrix
from imfact.kit.errors import BackendUnavailable
from imfact.kit.hashing import text_hash
from imfact.lake import keys
from imfact.lake.articles import write_article
from imfact.lake.summaries import DailyTokens, LakeReplies, SpentTokens
from imfact.lake.tombstones import remove_article
from imfact.store.objects import ObjectStore

NOW = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
DAY = date(2026, 11, 24)
TEXT = "0" * 32


@pytest.fixture
def lake(tmp_path: Path) -> ObjectStore:
    return ObjectStore(tmp_path / "lake")


def test_the_first_reply_stays(lake: ObjectStore):
    replies = LakeReplies(lake)
    assert replies.find(TEXT, "v1") is None
    replies.keep(TEXT, "v1", "하나")
    replies.keep(TEXT, "v1", "둘")
    assert replies.find(TEXT, "v1") == "하나"
    assert replies.find(TEXT, "v2") is None
    lake.put(keys.summary_reply(TEXT, "v3"), b"torn")
    assert replies.find(TEXT, "v3") is None


def test_tokens_are_set_aside_and_settled(lake: ObjectStore):
    budget = DailyTokens(lake, 1_000, lambda: NOW)
    first = budget.reserve(800)
    assert first is not None
    assert budget.reserve(300) is None
    budget.settle(first, 500)
    assert budget.reserve(500) is not None
    assert budget.reserve(1) is None
    assert budget.spent(DAY) == SpentTokens(tokens=1_000, calls=2)


def test_what_was_used_is_counted_even_beyond_the_limit(lake: ObjectStore):
    budget = DailyTokens(lake, 100, lambda: NOW)
    taken = budget.reserve(100)
    assert taken is not None
    budget.settle(taken, 250)
    assert budget.spent(DAY).tokens == 250


def test_a_day_is_one_in_utc_and_a_call_is_settled_on_its_own(lake: ObjectStore):
    moment = [NOW.astimezone(timezone(timedelta(hours=9)))]
    budget = DailyTokens(lake, 100, lambda: moment[0])
    taken = budget.reserve(100)
    assert taken is not None
    moment[0] += timedelta(hours=1)
    assert budget.reserve(60) is not None
    budget.settle(taken, 10)
    assert (budget.spent(DAY).tokens, budget.spent(DAY + timedelta(days=1)).tokens) == (10, 60)


def test_a_torn_count_spends_nothing(lake: ObjectStore):
    lake.put(keys.spent_tokens(DAY), b"{")
    with pytest.raises(BackendUnavailable, match="delete it"):
        DailyTokens(lake, 100, lambda: NOW).reserve(1)


def _spend(root: str) -> int:
    budget = DailyTokens(ObjectStore(Path(root)), 50, lambda: NOW)
    return sum(budget.reserve(1) is not None for _ in range(20))


def test_processes_share_one_count(lake: ObjectStore, tmp_path: Path):
    with ProcessPoolExecutor(4, multiprocessing.get_context("spawn")) as processes:
        taken = list(processes.map(_spend, [str(tmp_path / "lake")] * 4))
    assert sum(taken) == 50
    assert DailyTokens(lake, 50, lambda: NOW).spent(DAY) == SpentTokens(tokens=50, calls=50)


def test_a_takedown_takes_the_replies_that_no_other_article_needs(lake: ObjectStore):
    shelf = LakeReplies(lake)
    gone = [stored(lake, "a", "가람시 도서관 열어"), stored(lake, "a", "가람시 도서관 문 열어")]
    shared = stored(lake, "a", "가람시 도서관 세 곳 열어")
    stays = stored(lake, "b", "가람시 도서관 두 곳 열어")
    for text in (*gone, shared, stays):
        shelf.keep(text, "v1", "{}")
    removed = remove_article(lake, {"a" * 32}, lambda texts: {shared} & set(texts))
    assert removed["summaries"] == 2
    assert [shelf.find(text, "v1") for text in (*gone, shared, stays)] == [None, None, "{}", "{}"]


def test_a_broken_record_keeps_nothing_from_going(lake: ObjectStore):
    lake.put(keys.curated(NOW, "a" * 32), b"torn")
    assert remove_article(lake, {"a" * 32}, lambda texts: ()) == {"curated": 1}


def stored(lake: ObjectStore, letter: str, title: str) -> str:
    """Write a version of the article ``letter``; return its text's hash."""
    body = "가람시가 도서관을 열었다."
    article = CuratedArticle(
        url_hash=letter * 32,
        source="hanbit",
        url=f"https://hanbit.example/{letter}",
        normalised_url=f"https://hanbit.example/{letter}",
        title=title,
        body=body,
        fetched_at=NOW,
        extraction="jsonld",
        text_hash=text_hash(title, body),
        raw_key="raw/hanbit/x.html",
        rights=RightsMatrix(),
    )
    write_article(lake, article)
    return article.text_hash
