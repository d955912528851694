"""load over a real gateway: what was written although no answer came is not lost to the next run."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from imfact.clients.gateway import GatewayClient
from imfact.contracts.internal_api import ArticleUpsert, ArticleUpserted
from imfact.kit.errors import BackendUnavailable
from imfact.kit.ids import RunId
from imfact.lake.stage_io import StageContext, StageOutput, finish_stage
from imfact.pipeline.load import stage as load
from tests.integration.pipeline.conftest import NOW, StoreArticle, manifest_of

NEXT = RunId("20261124T054500Z-0d1e2f")


class AnswersLost:
    """Writes to the gateway, then fails as a connection does that breaks after the commit."""

    def __init__(self, gateway: GatewayClient) -> None:
        self._gateway = gateway

    def upsert_articles(self, batch: list[ArticleUpsert], run_id: str) -> list[ArticleUpserted]:
        self._gateway.upsert_articles(batch, run_id)
        raise BackendUnavailable("the connection broke")


def fates(output: StageOutput) -> list[tuple[str, str | None]]:
    return [(outcome.outcome, outcome.reason) for outcome in output.outcomes]


def test_an_article_whose_answer_was_lost_goes_on_in_the_next_run(
    gateway: GatewayClient, context: StageContext, store_article: StoreArticle
):
    entries = [store_article(number) for number in (1, 2)]
    output = load.run(manifest_of(*entries), context, gateway=AnswersLost(gateway), batch=5)  # type: ignore[arg-type]
    assert fates(output) == [("deferred", "backend_unavailable")] * 2
    finish_stage(context, "load", output, NOW, 1.0)

    following = replace(context, run_id=NEXT, clock=lambda: NOW + timedelta(hours=1))
    output = load.run(manifest_of(*entries), following, gateway=gateway, batch=5)
    assert fates(output) == [("out", None)] * 2
    assert output.entries == tuple(entries)
    finish_stage(following, "load", output, NOW, 1.0)

    output = load.run(manifest_of(*entries), following, gateway=gateway, batch=5)
    assert fates(output) == [("duplicate", "unchanged")] * 2
