"""group over a real gateway: copies and stories, whatever the order, done twice, and after a takedown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations

import pytest
from sqlalchemy import select

from imfact.clients.gateway import GatewayClient
from imfact.clients.transport import ServiceConnection
from imfact.contracts.article import Tombstone
from imfact.contracts.runs import ManifestEntry
from imfact.lake.stage_io import StageContext, StageOutput
from imfact.pipeline.embed import stage as embed
from imfact.pipeline.group import stage as group
from imfact.services.gateway.db.database import Database
from imfact.services.gateway.db.models import ArticleRow, SignatureRow
from tests.encoders import CloseEncoder
from tests.integration.pipeline.conftest import BODY, NOW, StoreArticle, manifest_of

OPENING = "가람시, 어린이 도서관 세 곳 열어"
TOLD = (
    "가람시가 어린이 도서관 세 곳을 열었다. 어제 문을 연 도서관에는 책 만 권과 작은 마당이 있다. "
    "시민 백여 명이 함께한 자리에서 시는 누구나 쉬어 갈 수 있는 곳이라고 소개했다."
)
OTHER = (
    "나래시 의회는 내년 예산안을 두고 밤늦게까지 다투었다.\n의원 스무 명 가운데 셋이 자리를 떴다."
)
Groups = dict[str, tuple[str | None, str | None]]
Stored = Callable[[Sequence[ManifestEntry]], Groups]


@pytest.fixture
def run_group(gateway: GatewayClient, context: StageContext) -> Callable[..., StageOutput]:
    encoder = CloseEncoder()

    def run(*entries: ManifestEntry) -> StageOutput:
        manifest = manifest_of(*entries)
        embed.run(manifest, context, gateway=gateway, encoder=encoder, batch=8)
        return group.run(manifest, context, gateway=gateway, encoder_version=encoder.version)

    return run


@pytest.fixture
def groups(database: Database) -> Callable[[], Groups]:
    def read() -> Groups:
        columns = (ArticleRow.url_hash, ArticleRow.copy_group, ArticleRow.story)
        with database.transaction() as connection:
            return {row[0]: (row[1], row[2]) for row in connection.execute(select(*columns))}

    return read


def three_and_another(store_article: StoreArticle) -> list[ManifestEntry]:
    """An original, its reprint, another telling, and another event; the latest first."""
    return [
        store_article(1, "나래시 예산안 진통", OTHER),
        store_article(2, "책 읽는 아이들", "[나래경제] " + BODY.replace("밝혔다", "전했다")),
        store_article(3, OPENING, TOLD),
        store_article(4, OPENING, BODY),
    ]


def test_copies_lie_under_the_earliest_and_tellings_under_the_one_that_began(
    run_group, groups, store_article
):
    entries = three_and_another(store_article)
    output = run_group(*entries)
    assert output.entries == tuple(entries)
    assert {outcome.outcome for outcome in output.outcomes} == {"out"}
    other, reprint, told, original = (entry.url_hash for entry in entries)
    assert groups() == {
        other: (None, None),
        reprint: (original, original),
        told: (None, original),
        original: (original, original),
    }


def test_equal_texts_at_two_addresses_are_copies(run_group, groups, store_article):
    later, earlier = store_article(1, OPENING), store_article(2, OPENING)
    run_group(later, earlier)
    assert {key: copy for key, (copy, _) in groups().items()} == {
        later.url_hash: earlier.url_hash,
        earlier.url_hash: earlier.url_hash,
    }


def test_the_order_of_a_manifest_does_not_matter_and_twice_is_once(
    run_group, groups, store_article, database
):
    entries = three_and_another(store_article)
    run_group(*entries)
    first = groups()
    with database.transaction() as connection:
        touched = connection.execute(select(ArticleRow.updated_at)).all()
        signatures = connection.execute(select(SignatureRow)).all()
    for order in list(permutations(entries))[::7]:
        run_group(*order)
        assert groups() == first
    with database.transaction() as connection:
        assert connection.execute(select(ArticleRow.updated_at)).all() == touched
        assert connection.execute(select(SignatureRow)).all() == signatures


def test_what_another_run_brings_finds_what_is_there_and_renames_nothing(
    run_group, groups, store_article
):
    told = store_article(3, OPENING, TOLD)
    original = store_article(4, OPENING, BODY)
    run_group(told)
    assert groups()[told.url_hash] == (None, None)
    run_group(original)
    story = groups()[told.url_hash][1]
    assert story == original.url_hash
    # Earlier than both, and too late to name the story.
    earlier = store_article(9, "도서관 세 곳 열어", TOLD)
    run_group(earlier)
    assert groups()[earlier.url_hash] == (earlier.url_hash, story)
    assert groups()[told.url_hash] == (earlier.url_hash, story)


def test_an_edited_text_leaves_its_group(run_group, groups, store_article):
    copy, original = store_article(1, OPENING), store_article(2, OPENING)
    run_group(copy, original)
    edited = store_article(1, "나래시 예산안 진통", OTHER, later=1)
    run_group(edited)
    assert {copied for copied, _ in groups().values()} == {None}


def test_copies_of_a_deleted_original_have_a_new_one(
    run_group, groups, store_article, gateway: GatewayClient
):
    entries = [store_article(number, OPENING) for number in (1, 2, 3)]
    run_group(*entries)
    latest, middle, first = (entry.url_hash for entry in entries)
    take_down(gateway, first)
    assert {key: copy for key, (copy, _) in groups().items()} == {latest: middle, middle: middle}
    take_down(gateway, latest)
    assert groups()[middle][0] is None


def take_down(gateway: GatewayClient, key: str) -> None:
    gateway.put_tombstones([Tombstone(url_hash=key, reason="request", created_at=NOW)])


def test_an_absent_gateway_defers_everything(context: StageContext, store_article):
    entry = store_article(1)
    gone = GatewayClient(
        ServiceConnection("http://127.0.0.1:9", setting="X", attempts=1, backoff_seconds=0.01)
    )
    output = group.run(manifest_of(entry), context, gateway=gone, encoder_version="e")
    assert output.entries == ()
    assert [outcome.outcome for outcome in output.outcomes] == ["deferred"]


def test_vectors_that_are_missing_leave_copies_alone(
    gateway: GatewayClient, context: StageContext, store_article, groups
):
    later, earlier = store_article(1, OPENING), store_article(2, OPENING)
    group.run(manifest_of(later, earlier), context, gateway=gateway, encoder_version="none")
    assert groups()[later.url_hash] == (earlier.url_hash, None)
