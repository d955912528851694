"""Batch writes through the internal API: idempotent, newest text wins, tombstones refused."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import event, func, insert, literal_column, select, text

from imfact.contracts.article import Tombstone
from imfact.contracts.assessment import Summary
from imfact.contracts.internal_api import EmbeddingRecord
from imfact.contracts.rights import RightsMatrix
from imfact.kit.errors import ConfigError, DataError
from imfact.services.gateway.db.models import ArticleRow, AssessmentRow, RevisionRow, TombstoneRow
from tests.integration.conftest import internal_client
from tests.integration.gateway.samples import (
    SOURCES,
    START,
    article,
    upsert,
    upserts,
    verdict,
)

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def sources(gateway):
    assert gateway.put_sources(SOURCES) == 2


def everything(database):
    """All rows of all tables, as text: equal before and after means that nothing happened."""
    with database.transaction() as connection:
        return {
            table: sorted(
                json.dumps(row, default=str, sort_keys=True, ensure_ascii=False)
                for (row,) in connection.execute(
                    select(func.to_jsonb(literal_column("t"))).select_from(text(f"{table} t"))
                )
            )
            for table in (
                "sources",
                "articles",
                "revisions",
                "assessments",
                "summaries",
                "embeddings",
            )
        }


def outcomes(answers):
    return [answer.outcome for answer in answers]


def test_the_same_batch_twice_changes_nothing(gateway, database):
    articles = [article(number) for number in range(5)]
    verdicts = [
        verdict(one, summary=Summary(method="extractive", sentences=("가.",), spans=((0, 2),)))
        for one in articles
    ]
    vectors = [
        EmbeddingRecord(text_hash=one.text_hash, encoder_version="e1", part_key="part-0")
        for one in articles
    ]
    assert outcomes(gateway.upsert_articles(upserts(articles))) == ["inserted"] * 5
    assert gateway.put_embeddings(vectors) == 5
    assert gateway.put_assessments(verdicts) == 5
    before = everything(database)
    assert len(before["articles"]) == len(before["summaries"]) == len(before["embeddings"]) == 5

    assert gateway.put_sources(SOURCES) == 0
    assert outcomes(gateway.upsert_articles(upserts(articles))) == ["unchanged"] * 5
    assert gateway.put_embeddings(vectors) == 0
    assert gateway.put_assessments(verdicts) == 0
    assert everything(database) == before


def test_a_changed_source_is_replaced(gateway):
    changed = SOURCES[0].model_copy(update={"name": "해담신문"})
    assert gateway.put_sources([changed, SOURCES[1]]) == 1


def test_a_changed_headline_is_a_revision_and_is_not_judged_yet(gateway, database):
    first = article(title="해담시 버스 노선, 이렇게 바뀐다")
    second = article(title="해담시, 버스 노선 다섯 개 개편", fetched_at=first.fetched_at + HOUR)
    gateway.upsert_articles([upsert(first)])
    gateway.put_assessments([verdict(first, trust=30, band="suspected")])
    assert outcomes(gateway.upsert_articles([upsert(second, 1)])) == ["revised"]
    with database.transaction() as connection:
        row = connection.execute(select(ArticleRow.__table__)).one()
        titles = connection.scalars(select(RevisionRow.title).order_by(RevisionRow.number)).all()
    assert (row.title, row.revision_count) == (second.title, 2)
    assert (row.current_assessment_id, row.band, row.trust) == (None, None, None)
    assert titles == [first.title, second.title]

    gateway.put_assessments([verdict(second, trust=95)])
    third = article(title=first.title, fetched_at=second.fetched_at + HOUR)
    assert outcomes(gateway.upsert_articles([upsert(third, 2)])) == ["revised"]
    with database.transaction() as connection:
        row = connection.execute(select(ArticleRow.__table__)).one()
    assert (row.trust, row.revision_count) == (30, 3), "the text was judged before"


def test_a_verdict_on_an_older_text_is_kept_but_not_shown(gateway, database):
    first = article(title="해담시 버스 노선, 이렇게 바뀐다")
    second = article(fetched_at=first.fetched_at + HOUR)
    gateway.upsert_articles([upsert(first), upsert(second, 1)])
    assert gateway.put_assessments([verdict(first, trust=30)]) == 1
    with database.transaction() as connection:
        assert connection.scalar(select(ArticleRow.trust)) is None
        assert connection.scalar(select(AssessmentRow.trust)) == 30


def told(database):
    """The revisions of the one article, in their order, and what it says now."""
    with database.transaction() as connection:
        row = connection.execute(select(ArticleRow.title, ArticleRow.revision_count)).one()
        numbered = connection.execute(
            select(RevisionRow.number, RevisionRow.title).order_by(RevisionRow.number)
        ).all()
    assert [number for number, _ in numbered] == list(range(1, row.revision_count + 1))
    return [title for _, title in numbered], row.title


def test_an_older_record_is_an_earlier_revision_and_overwrites_nothing(gateway, database):
    newer = article(title="새 제목", fetched_at=START + 2 * HOUR)
    older = article(title="옛 제목", fetched_at=START + HOUR)
    gateway.upsert_articles([upsert(newer, 1)])
    assert outcomes(gateway.upsert_articles([upsert(older)])) == ["revised"]
    assert told(database) == (["옛 제목", "새 제목"], "새 제목")
    before = everything(database)
    assert outcomes(gateway.upsert_articles([upsert(older)])) == ["unchanged"]
    assert everything(database) == before


def test_captures_in_any_order_tell_the_same_history(gateway, database):
    first, second, third = (
        article(title=title, fetched_at=START + hours * HOUR)
        for hours, title in ((1, "하나"), (2, "둘"), (3, "셋"))
    )
    assert outcomes(gateway.upsert_articles([upsert(third, 3), upsert(first, 1)])) == [
        "inserted",
        "revised",
    ]
    assert outcomes(gateway.upsert_articles([upsert(second, 2)])) == ["revised"]
    assert told(database) == (["하나", "둘", "셋"], "셋")
    again = [upsert(one, number) for number, one in enumerate((first, second, third), 1)]
    assert outcomes(gateway.upsert_articles(again)) == ["unchanged"] * 3
    assert told(database) == (["하나", "둘", "셋"], "셋")


def test_a_record_derived_anew_from_the_same_fetch_replaces_its_parent(gateway, database):
    first = article(title="해담시 버스 | 해담일보")
    again = article(title="해담시 버스", parents=(upsert(first).curated_key,))
    gateway.upsert_articles([upsert(first)])
    assert outcomes(gateway.upsert_articles([upsert(again, 1)])) == ["revised"]
    assert outcomes(gateway.upsert_articles([upsert(first)])) == ["unchanged"]
    with database.transaction() as connection:
        assert connection.scalar(select(ArticleRow.title)) == "해담시 버스"


def test_another_field_is_an_update_and_another_fetch_alone_is_nothing(gateway, database):
    first = article()
    refetched = article(fetched_at=first.fetched_at + HOUR, raw_key="raw/later.html")
    moved = article(fetched_at=first.fetched_at + 2 * HOUR, section="지역")
    gateway.upsert_articles([upsert(first)])
    assert outcomes(gateway.upsert_articles([upsert(refetched, 1)])) == ["unchanged"]
    with database.transaction() as connection:
        assert connection.scalar(select(ArticleRow.fetched_at)) == refetched.fetched_at
    assert outcomes(gateway.upsert_articles([upsert(moved, 2)])) == ["updated"]
    with database.transaction() as connection:
        assert connection.scalar(select(ArticleRow.section)) == "지역"
        assert connection.scalar(select(ArticleRow.revision_count)) == 1


def test_dates_never_lead_into_the_future(gateway, database):
    wrong = article(1, published_at=START + timedelta(days=4_000), fetched_at=START)
    undated = article(2, published_at=None, fetched_at=START)
    later = article(2, published_at=None, fetched_at=START + HOUR, section="지역")
    gateway.upsert_articles([upsert(wrong), upsert(undated), upsert(later, 1)])
    with database.transaction() as connection:
        assert set(connection.scalars(select(ArticleRow.sort_at))) == {START}


def test_a_tombstone_is_refused_and_the_rest_goes_in(gateway, database):
    dead, alive = article(1), article(2)
    with database.transaction() as connection:
        connection.execute(insert(TombstoneRow).values(url_hash=dead.url_hash, reason="on request"))
    assert outcomes(gateway.upsert_articles(upserts([dead, alive]))) == ["tombstoned", "inserted"]
    with database.transaction() as connection:
        assert connection.scalars(select(ArticleRow.url_hash)).all() == [alive.url_hash]
    assert gateway.put_assessments([verdict(dead)]) == 0


def test_an_unknown_source_is_the_senders_fault_and_writes_nothing(gateway, database):
    with pytest.raises(DataError, match="Put the sources first"):
        gateway.upsert_articles(upserts([article(1), article(2, source="unknown")]))
    with database.transaction() as connection:
        assert connection.scalar(select(ArticleRow.url_hash)) is None


def test_a_nul_character_is_the_senders_fault(gateway):
    with pytest.raises(DataError, match="cannot be stored"):
        gateway.upsert_articles([upsert(article(body="본문\x00끝"))])


def test_the_first_writer_of_an_embedding_wins(gateway):
    def record(part_key, encoder_version="e1"):
        return EmbeddingRecord(
            text_hash="a" * 32, encoder_version=encoder_version, part_key=part_key
        )

    assert gateway.put_embeddings([record("part-0"), record("part-9", "e2")]) == 2
    assert gateway.put_embeddings([record("part-1")]) == 0
    assert gateway.find_embeddings("e1", ["a" * 32, "b" * 32]) == {"a" * 32: "part-0"}


def test_a_new_model_is_current_the_old_verdict_stays_and_can_return(gateway, database):
    one = article()
    gateway.upsert_articles([upsert(one)])
    gateway.put_assessments([verdict(one, trust=90, model_version="m1", judged_at=START)])
    gateway.put_assessments([verdict(one, trust=40, model_version="m2", judged_at=START + HOUR)])

    def shown():
        with database.transaction() as connection:
            return connection.scalar(select(ArticleRow.trust)), len(
                connection.scalars(select(AssessmentRow.id)).all()
            )

    assert shown() == (40, 2)
    again = verdict(one, trust=90, model_version="m1", judged_at=START + 2 * HOUR)
    assert gateway.put_assessments([again]) == 1
    assert shown() == (90, 2)


def test_documents_are_what_the_index_may_hold(gateway):
    articles = [article(number) for number in range(7)]
    hidden = article(7, rights=RightsMatrix(index=False))
    gateway.upsert_articles(upserts([*articles, hidden]))
    gateway.put_assessments([verdict(articles[0], trust=77)])
    gateway.put_embeddings(
        [
            EmbeddingRecord(
                text_hash=articles[0].text_hash, encoder_version=e, part_key=f"part-{e}"
            )
            for e in ("e1", "e2")
        ]
    )
    found = list(gateway.all_documents("e1", page=3))
    assert [one.url_hash for one in found] == sorted(one.url_hash for one in articles)
    wanted = [articles[0].url_hash, hidden.url_hash, "0" * 32]
    (document,) = gateway.documents(wanted, "e1")
    assert (document.band, document.trust, document.part_key) == ("low", 77, "part-e1")
    assert document.published_at == articles[0].published_at
    assert gateway.documents(wanted, "e3")[0].part_key is None
    assert gateway.documents(wanted)[0].part_key == "part-e2"


@pytest.mark.parametrize("token", ["wrong", "", "토큰"])
def test_without_the_token_nothing_is_written_and_the_setting_is_named(database, token):
    from urllib.parse import quote

    client = internal_client(database, token if token.isascii() else quote(token))
    with pytest.raises(ConfigError, match="IMFACT_SERVICE_TOKEN"):
        client.put_sources(SOURCES)
    client.close()


def test_articles_are_written_in_bulk_not_row_by_row(gateway, database):
    sent: list[int] = []

    def count(*_: object) -> None:
        sent[-1] += 1

    event.listen(database.engine, "before_cursor_execute", count)
    for numbers in (range(2), range(2, 502)):
        batch = upserts([article(number) for number in numbers])
        sent.append(0)
        gateway.upsert_articles(batch)
    event.remove(database.engine, "before_cursor_execute", count)
    few, many = sent
    # SQLAlchemy sends inserts in pages, so a hundred times the rows may take a few statements more.
    assert 0 < few <= many < few + 10


def test_a_run_that_sends_its_articles_again_has_the_same_outcomes(gateway, database):
    run, later = "20261124T010000Z-00000a", "20261124T020000Z-00000b"
    first = [article(number) for number in range(3)]
    assert outcomes(gateway.upsert_articles(upserts(first), run)) == ["inserted"] * 3
    before = everything(database)
    assert outcomes(gateway.upsert_articles(upserts(first), run)) == ["inserted"] * 3
    assert everything(database) == before
    changed = article(0, title="해담시, 버스 노선 다시 짠다", fetched_at=first[0].fetched_at + HOUR)
    batch = upserts([changed, *first[1:]])
    assert outcomes(gateway.upsert_articles(batch, later)) == ["revised", "unchanged", "unchanged"]
    before = everything(database)
    assert outcomes(gateway.upsert_articles(batch, later)) == ["revised", "unchanged", "unchanged"]
    assert everything(database) == before
    assert outcomes(gateway.upsert_articles(batch)) == ["unchanged"] * 3


def test_taking_down_deletes_what_hangs_on_the_article_and_nothing_else(gateway, database):
    gone, kept = article(1), article(2)
    gateway.upsert_articles(upserts([gone, kept]))
    gateway.put_assessments([verdict(gone), verdict(kept)])
    gateway.put_embeddings(
        [
            EmbeddingRecord(text_hash=one.text_hash, encoder_version="e1", part_key="part-0")
            for one in (gone, kept)
        ]
    )
    mark = Tombstone(url_hash=gone.url_hash, reason="요청", created_at=START)
    assert gateway.texts_in_use([gone.text_hash], [gone.url_hash]) == frozenset()
    assert gateway.put_tombstones([mark]) == 1
    assert gateway.put_tombstones([mark]) == 0
    assert gateway.tombstones() == (mark,)
    rows = everything(database)
    for table in ("articles", "revisions", "assessments"):
        assert len(rows[table]) == 1
        assert kept.url_hash in rows[table][0]
    assert gateway.find_embeddings("e1", [gone.text_hash, kept.text_hash]) == {
        kept.text_hash: "part-0"
    }
    assert outcomes(gateway.upsert_articles(upserts([gone]))) == ["tombstoned"]


def test_a_text_that_another_article_has_keeps_its_vectors(gateway):
    original = article(1)
    copy = article(2, title=original.title, body=original.body)
    assert copy.text_hash == original.text_hash
    gateway.upsert_articles(upserts([original, copy]))
    record = EmbeddingRecord(text_hash=original.text_hash, encoder_version="e1", part_key="part-0")
    gateway.put_embeddings([record])
    assert gateway.texts_in_use([original.text_hash], [original.url_hash]) == {original.text_hash}
    gateway.put_tombstones([Tombstone(url_hash=original.url_hash, reason="요청", created_at=START)])
    assert gateway.find_embeddings("e1", [original.text_hash]) == {original.text_hash: "part-0"}
