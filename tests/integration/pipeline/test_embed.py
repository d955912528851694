"""embed over a real gateway: each text once, broken records aside, an absent gateway defers."""

from __future__ import annotations

from collections import Counter

import pytest

from imfact.clients.gateway import GatewayClient
from imfact.clients.transport import ServiceConnection
from imfact.contracts.runs import ManifestEntry
from imfact.kit.hashing import text_hash
from imfact.lake.articles import read_article
from imfact.lake.stage_io import StageContext, StageOutput
from imfact.lake.vectors import read_part
from imfact.pipeline.embed import stage as embed
from imfact.store.objects import ObjectStore
from tests.encoders import PairEncoder
from tests.integration.pipeline.conftest import BODY, StoreArticle, manifest_of


def fates(output: StageOutput) -> dict[str, int]:
    return dict(Counter(outcome.outcome for outcome in output.outcomes))


def test_vectors_are_written_registered_and_handed_on(
    gateway: GatewayClient, context: StageContext, lake: ObjectStore, store_article: StoreArticle
):
    entries = [store_article(number) for number in range(1, 6)]
    encoder = PairEncoder()
    output = embed.run(manifest_of(*entries), context, gateway=gateway, encoder=encoder, batch=2)
    assert output.entries == tuple(entries)
    assert fates(output) == {"out": 5}
    hashes = [read_article(lake, entry.key).text_hash for entry in entries]
    parts = gateway.find_embeddings(encoder.version, hashes)
    assert len(set(parts.values())) == 3
    vectors = read_part(lake, parts[hashes[0]]).of(hashes[0])
    assert BODY[slice(*vectors.spans[0])].startswith("가람시는 어제")
    assert len(vectors.sentences) == len(vectors.spans) == 4
    assert vectors.title @ encoder.encode(["가람시, 도서관 1곳 열어"])[0] == pytest.approx(1)


def test_a_text_is_encoded_once_however_often_it_comes(
    gateway: GatewayClient, context: StageContext, lake: ObjectStore, store_article: StoreArticle
):
    copies = [store_article(number, "가람시, 도서관 세 곳 열어") for number in range(1, 4)]
    encoder = PairEncoder()
    manifest = manifest_of(*copies)
    assert fates(embed.run(manifest, context, gateway=gateway, encoder=encoder, batch=2)) == {
        "out": 3
    }
    asked = len(encoder.asked)
    assert asked == len(set(encoder.asked))
    again = embed.run(manifest, context, gateway=gateway, encoder=encoder, batch=2)
    assert again.entries == tuple(copies)
    assert len(encoder.asked) == asked
    assert len(list(lake.keys("features/embeddings"))) == 1


def test_another_encoder_encodes_anew(
    gateway: GatewayClient, context: StageContext, lake: ObjectStore, store_article: StoreArticle
):
    entry = store_article(1)
    for version in ("2026-11-23-v1", "2027-01-01-v1"):
        encoder = PairEncoder(version)
        embed.run(manifest_of(entry), context, gateway=gateway, encoder=encoder, batch=2)
        assert encoder.asked
    assert len(list(lake.keys("features/embeddings"))) == 2


def test_a_part_left_by_an_earlier_try_is_not_overwritten(
    gateway: GatewayClient, context: StageContext, lake: ObjectStore, store_article: StoreArticle
):
    entry = store_article(1)
    left = "features/embeddings/2026-11-23-v1/part-20261124T044500Z-0a1b2c-0000.parquet"
    lake.put(left, b"half a part")
    encoder = PairEncoder()
    embed.run(manifest_of(entry), context, gateway=gateway, encoder=encoder, batch=2)
    assert lake.get(left) == b"half a part"
    text = read_article(lake, entry.key).text_hash
    assert gateway.find_embeddings(encoder.version, [text])[text].endswith("-0001.parquet")


class Dying(GatewayClient):
    """Stands for kill -9 after a part was written and before the gateway was told."""

    def __init__(self, real: GatewayClient, after: int) -> None:
        self._real, self._left = real, after

    def find_embeddings(self, encoder_version, text_hashes):
        return self._real.find_embeddings(encoder_version, text_hashes)

    def put_embeddings(self, records):
        self._left -= 1
        if self._left < 0:
            raise KeyboardInterrupt
        return self._real.put_embeddings(records)


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_run_killed_between_part_and_gateway_goes_on_with_the_same_files(
    gateway: GatewayClient,
    context: StageContext,
    lake: ObjectStore,
    store_article: StoreArticle,
    after: int,
):
    manifest = manifest_of(*(store_article(number) for number in range(1, 6)))
    encoder = PairEncoder()
    with pytest.raises(KeyboardInterrupt):
        embed.run(manifest, context, gateway=Dying(gateway, after), encoder=encoder, batch=2)
    output = embed.run(manifest, context, gateway=gateway, encoder=encoder, batch=2)
    assert fates(output) == {"out": 5}
    assert [key[-12:-8] for key in lake.keys("features/embeddings")] == ["0000", "0001", "0002"]
    texts = [read_article(lake, entry.key).text_hash for entry in manifest.entries]
    parts = gateway.find_embeddings(encoder.version, texts)
    for text in texts:
        assert read_part(lake, parts[text]).of(text)
    # What the killed try had encoded is not encoded again.
    titles = [text for _, text in encoder.asked if text.endswith("곳 열어")]
    assert len(titles) == len(set(titles)) == 5


def test_a_left_part_that_holds_some_of_the_texts_is_completed_by_another(
    gateway: GatewayClient, context: StageContext, lake: ObjectStore, store_article: StoreArticle
):
    first, second = store_article(1), store_article(2)
    encoder = PairEncoder()
    with pytest.raises(KeyboardInterrupt):
        embed.run(manifest_of(first), context, gateway=Dying(gateway, 0), encoder=encoder, batch=2)
    embed.run(manifest_of(first, second), context, gateway=gateway, encoder=encoder, batch=2)
    texts = [read_article(lake, entry.key).text_hash for entry in (first, second)]
    parts = gateway.find_embeddings(encoder.version, texts)
    assert [parts[text][-12:-8] for text in texts] == ["0000", "0001"]


def test_the_order_of_arrival_changes_neither_batches_nor_what_is_handed_on(
    gateway: GatewayClient, context: StageContext, lake: ObjectStore, store_article: StoreArticle
):
    entries = [store_article(number) for number in range(1, 6)]
    asked: list[list[tuple[str, str]]] = []
    for version, arrived in (("2026-11-23-v1", entries), ("2027-01-01-v1", entries[::-1])):
        encoder = PairEncoder(version)
        output = embed.run(
            manifest_of(*arrived), context, gateway=gateway, encoder=encoder, batch=2
        )
        assert output.entries == tuple(arrived)
        asked.append(encoder.asked)
    assert asked[0] == asked[1]


def test_broken_and_missing_records_are_quarantined_and_the_rest_goes_on(
    gateway: GatewayClient, context: StageContext, lake: ObjectStore, store_article: StoreArticle
):
    good, broken = store_article(1), store_article(2)
    lake.put(broken.key, b"{}")
    missing = ManifestEntry(url_hash="f" * 32, source="hanbit", key="curated/2026/11/24/no.json")
    output = embed.run(
        manifest_of(broken, good, missing), context, gateway=gateway, encoder=PairEncoder(), batch=8
    )
    assert output.entries == (good,)
    assert {outcome.item: outcome.reason for outcome in output.outcomes} == {
        broken.url_hash: "contract_broken",
        good.url_hash: None,
        missing.url_hash: "object_not_found",
    }


def test_an_empty_body_has_a_title_and_no_sentences(
    gateway: GatewayClient, context: StageContext, lake: ObjectStore, store_article: StoreArticle
):
    entry = store_article(1, "가람시, 도서관 열어", "", paywalled=True)
    embed.run(manifest_of(entry), context, gateway=gateway, encoder=PairEncoder(), batch=2)
    text = text_hash("가람시, 도서관 열어", "")
    (part,) = gateway.find_embeddings("2026-11-23-v1", [text]).values()
    vectors = read_part(lake, part).of(text)
    assert vectors.lead is None
    assert vectors.sentences.shape == (0, 384)


def test_when_the_gateway_is_away_everything_is_deferred(
    context: StageContext, store_article: StoreArticle
):
    entries = [store_article(number) for number in range(1, 4)]
    away = GatewayClient(
        ServiceConnection("http://127.0.0.1:9", setting="x", attempts=1, timeout_seconds=0.5)
    )
    output = embed.run(manifest_of(*entries), context, gateway=away, encoder=PairEncoder(), batch=2)
    away.close()
    assert output.entries == ()
    assert fates(output) == {"deferred": 3}
    assert {outcome.reason for outcome in output.outcomes} == {"backend_unavailable"}


def test_nothing_in_nothing_out(gateway: GatewayClient, context: StageContext):
    output = embed.run(manifest_of(), context, gateway=gateway, encoder=PairEncoder(), batch=2)
    assert output == StageOutput((), ())
