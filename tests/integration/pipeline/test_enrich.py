"""enrich over a real gateway and the real AI service in-process, with small models behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from imfact.adapters.summariser.extractive import ExtractiveSummariser
from imfact.clients.ai import AiClient
from imfact.clients.gateway import GatewayClient
from imfact.clients.transport import ServiceConnection, in_process_transport
from imfact.contracts.ai_api import AssessBatch, AssessedBatch
from imfact.contracts.model import Calibration
from imfact.contracts.policy import Lexicon, LexiconEntry
from imfact.kit.errors import BackendUnavailable, ContractError
from imfact.kit.ids import RunId
from imfact.lake import keys
from imfact.lake.nlp import read_features
from imfact.lake.stage_io import StageContext, StageOutput
from imfact.pipeline.embed import stage as embed
from imfact.pipeline.enrich import stage as enrich
from imfact.policy.defaults import install_defaults
from imfact.policy.loading import load_policy
from imfact.services.ai.app import create_app
from imfact.services.ai.engine import JudgingEngine
from imfact.store.objects import ObjectStore
from imfact.workflow.fan_out import run_part
from tests.encoders import MarkClassifier, PairEncoder, no_spans
from tests.integration.pipeline.conftest import NOW, StoreArticle, manifest_of

LEXICON = Lexicon(
    version="of-the-test",
    entries=(LexiconEntry(term="충격", tactic="shock", weight=1.0, example="충격!"),),
)


@pytest.fixture
def encoder() -> PairEncoder:
    return PairEncoder()


@pytest.fixture
def ai(encoder: PairEncoder, tmp_path: Path) -> Iterator[AiClient]:
    config = ObjectStore(tmp_path / "config")
    install_defaults(config)
    engine = JudgingEngine(
        encoder=encoder,
        classifier=MarkClassifier(),
        calibration=Calibration(
            method="platt", slope=1, intercept=0, fitted_on="nothing", base_rate=0.2
        ),
        policy=load_policy(config),
        summariser=ExtractiveSummariser(),
        trained_on="nothing",
        morphemes=no_spans,
        clock=lambda: NOW,
    )
    transport = in_process_transport(create_app(engine))
    client = AiClient(ServiceConnection("http://ai", setting="IMFACT_AI", transport=transport))
    yield client
    client.close()


def fates(output: StageOutput) -> dict[str, int]:
    return dict(Counter(outcome.outcome for outcome in output.outcomes))


def run(
    context: StageContext, gateway: GatewayClient, ai: AiClient, *entries, batch: int = 2
) -> StageOutput:
    version = "2026-11-23-v1"
    return enrich.run(
        manifest_of(*entries),
        context,
        gateway=gateway,
        ai=ai,
        encoder_version=version,
        lexicon=LEXICON,
        morphemes=str.split,
        batch=batch,
    )


def test_verdicts_reach_the_gateway_without_encoding_anything_again(
    gateway: GatewayClient,
    context: StageContext,
    ai: AiClient,
    encoder: PairEncoder,
    store_article: StoreArticle,
):
    entries = [store_article(number) for number in range(1, 5)]
    entries.append(store_article(9, "충격! 가람시 도서관, 무슨 일이?!"))
    embed.run(manifest_of(*entries), context, gateway=gateway, encoder=encoder, batch=2)
    encoder.asked.clear()
    output = run(context, gateway, ai, *entries)
    assert output.entries == tuple(entries)
    assert fates(output) == {"out": 5}
    assert encoder.asked == []
    documents = {
        document.url_hash: document
        for document in gateway.documents([entry.url_hash for entry in entries])
    }
    trusts = [documents[entry.url_hash].trust for entry in entries]
    assert None not in trusts
    assert trusts[-1] == min(trust for trust in trusts if trust is not None)


def test_judging_again_changes_nothing(
    gateway: GatewayClient, context: StageContext, ai: AiClient, store_article: StoreArticle
):
    entry = store_article(1)
    first = run(context, gateway, ai, entry)
    assert run(context, gateway, ai, entry) == first


class Recording(AiClient):
    """The real client, with what went through it, and failures where a test wants them."""

    def __init__(self, real: AiClient, fail: Exception | None = None, title: str = "") -> None:
        self._real = real
        self._fail = fail
        self._title = title
        self.items: list[tuple[AssessBatch, AssessedBatch]] = []

    def assess(self, batch: AssessBatch) -> AssessedBatch:
        if self._fail is not None and any(self._title in item.title for item in batch.items):
            raise self._fail
        answer = self._real.assess(batch)
        self.items.append((batch, answer))
        return answer


def test_a_summary_is_made_only_where_the_rights_and_the_text_allow(
    gateway: GatewayClient, context: StageContext, ai: AiClient, store_article: StoreArticle
):
    entries = (
        store_article(1),
        store_article(2, summarise=False),
        store_article(3, body="", paywalled=True),
    )
    recording = Recording(ai)
    run(context, gateway, recording, *entries, batch=8)
    ((asked, answer),) = recording.items
    assert [item.written for item in asked.items] == [True, False, False]
    assert [item.summary is not None for item in answer.items] == [True, False, False]
    assert answer.items[2].assessment.unsure_reason == "paywalled"


def test_one_item_that_the_service_cannot_use_does_not_stop_the_others(
    gateway: GatewayClient, context: StageContext, ai: AiClient, store_article: StoreArticle
):
    entries = [store_article(number) for number in range(1, 4)]
    failing = Recording(ai, ContractError("cannot be used"), "도서관 2곳")
    output = run(context, gateway, failing, *entries, batch=3)
    assert output.entries == (entries[0], entries[2])
    assert fates(output) == {"out": 2, "quarantined": 1}


def test_when_the_service_is_away_the_rest_is_deferred_and_what_was_judged_goes_on(
    gateway: GatewayClient, context: StageContext, ai: AiClient, store_article: StoreArticle
):
    entries = [store_article(number) for number in range(1, 6)]
    failing = Recording(ai, BackendUnavailable("away"), "도서관 3곳")
    output = run(context, gateway, failing, *entries)
    assert output.entries == tuple(entries[:2])
    assert fates(output) == {"out": 2, "deferred": 3}


def test_unreadable_vectors_are_made_anew_by_the_service(
    gateway: GatewayClient,
    context: StageContext,
    ai: AiClient,
    encoder: PairEncoder,
    store_article: StoreArticle,
):
    entry = store_article(1)
    embed.run(manifest_of(entry), context, gateway=gateway, encoder=encoder, batch=2)
    (part,) = context.lake.keys("features/embeddings")
    context.lake.put(part, b"altered")
    encoder.asked.clear()
    assert fates(run(context, gateway, ai, entry)) == {"out": 1}
    assert encoder.asked


def test_a_broken_record_is_quarantined(
    gateway: GatewayClient, context: StageContext, ai: AiClient, store_article: StoreArticle
):
    good, broken = store_article(1), store_article(2)
    context.lake.put(broken.key, b"{}")
    output = run(context, gateway, ai, broken, good)
    assert output.entries == (good,)
    assert fates(output) == {"out": 1, "quarantined": 1}


def feature_keys(context: StageContext) -> list[str]:
    return list(context.lake.keys("features/nlp"))


def test_each_text_has_its_features_once_in_the_folder_of_its_day(
    gateway: GatewayClient, context: StageContext, ai: AiClient, store_article: StoreArticle
):
    entries = [store_article(number) for number in (1, 2, 3)]  # at 03:45, 02:45 and 01:45 UTC
    entries.append(store_article(6, "충격! 가람시 도서관"))  # 22:45 of the day before
    run(context, gateway, ai, *entries)
    days = sorted(str(keys.parse_nlp_part(key).day) for key in feature_keys(context))
    assert days == ["2026-11-23", "2026-11-24", "2026-11-24"]
    rows = [row for key in feature_keys(context) for row in read_features(context.lake, key)]
    assert {row.url_hash for row in rows} == {entry.url_hash for entry in entries}
    assert rows[0].lexicon_hits["shock"] == rows[0].title_exclamation_marks == 1
    # The same run again (resumed), and a later one over the same texts: no file more.
    before = {key: context.lake.get(key) for key in feature_keys(context)}
    run(context, gateway, ai, *entries)
    run(replace(context, run_id=RunId("20261125T044500Z-0a1b2c")), gateway, ai, *entries)
    assert {key: context.lake.get(key) for key in feature_keys(context)} == before


def test_a_revised_text_gets_a_row_of_its_own_in_the_next_run(
    gateway: GatewayClient, context: StageContext, ai: AiClient, store_article: StoreArticle
):
    run(context, gateway, ai, store_article(1))
    later = replace(context, run_id=RunId("20261125T044500Z-0a1b2c"))
    run(later, gateway, ai, store_article(1, "가람시, 도서관 한 곳 더 열어"), store_article(2))
    parts = [read_features(context.lake, key) for key in feature_keys(context)]
    assert sorted(map(len, parts)) == [1, 2]


def test_batches_that_run_apart_leave_the_features_that_one_piece_leaves(
    gateway: GatewayClient, context: StageContext, ai: AiClient, store_article: StoreArticle
):
    entries = sorted((store_article(n) for n in range(1, 5)), key=lambda entry: entry.url_hash)
    for chunk in (entries[2:], entries[:2], entries[:2]):  # in any order, one tried twice
        run_part(
            context,
            "enrich",
            lambda manifest, _context: run(context, gateway, ai, *manifest.entries),
            chunk,
        )
    apart = {key: context.lake.get(key) for key in feature_keys(context)}
    for key in apart:
        context.lake.delete(key)
    run(context, gateway, ai, *entries)
    assert {key: context.lake.get(key) for key in feature_keys(context)} == apart
    assert sum(len(read_features(context.lake, key)) for key in apart) == len(entries)
