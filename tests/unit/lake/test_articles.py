"""curated/: versions follow the order of fetches, and deriving them again writes nothing."""

from datetime import UTC, datetime, timedelta

from imfact.contracts.article import CuratedArticle
from imfact.contracts.rights import RightsMatrix
from imfact.kit.hashing import text_hash
from imfact.kit.urls import url_hash
from imfact.lake.articles import read_article, write_article
from imfact.store.objects import ObjectStore

START = datetime(2026, 11, 24, tzinfo=UTC)
URL = "https://garam.example/1"


def article(title, hours):
    return CuratedArticle(
        url_hash=url_hash(URL),
        source="garam",
        url=URL,
        normalised_url=URL,
        title=title,
        body="본문",
        published_at=START,
        fetched_at=START + timedelta(hours=hours),
        extraction="jsonld",
        text_hash=text_hash(title, "본문"),
        raw_key=f"raw/{hours}",
        rights=RightsMatrix(),
    )


def test_a_headline_that_was_changed_back_is_a_third_version(tmp_path):
    lake = ObjectStore(tmp_path)
    history = [article("가", 1), article("나", 2), article("가", 3), article("가", 4)]
    placed = [write_article(lake, one) for one in history]
    assert [p.number for p in placed] == [0, 1, 2, 2]
    assert [p.written for p in placed] == [True, True, True, False]
    assert read_article(lake, placed[2].key).parents == (placed[0].key, placed[1].key)
    again = [write_article(lake, one) for one in history]
    assert [p.key for p in again] == [p.key for p in placed]
    assert not any(p.written for p in again)


def test_what_refine_reads_otherwise_now_is_a_new_version_once(tmp_path):
    lake = ObjectStore(tmp_path)
    write_article(lake, article("가", 1))
    assert write_article(lake, article("가!", 1)).number == 1
    assert not write_article(lake, article("가!", 1)).written
