"""A Converse on loopback, a lake, a clock that only waiting moves, and summarisers over them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from imfact.adapters.summariser.bedrock import BedrockSummariser
from imfact.adapters.summariser.converse import Converse
from imfact.adapters.summariser.prompt import Prompt
from imfact.lake.summaries import DailyTokens, LakeReplies
from imfact.store.objects import ObjectStore
from tests.adapters.bedrock.cases import (
    GOOD,
    HEADLINE,
    MODEL,
    NOW,
    Make,
    Time,
)
from tests.adapters.bedrock.stub import Bedrock, serve, wrote


@pytest.fixture
def bedrock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bedrock]:
    stub = Bedrock([wrote(*GOOD, title=HEADLINE)])
    server, thread = serve(stub)
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", address)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    yield stub
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def lake(tmp_path: Path) -> ObjectStore:
    return ObjectStore(tmp_path / "lake")


@pytest.fixture
def moment() -> Time:
    return Time()


@pytest.fixture
def make(bedrock: Bedrock, lake: ObjectStore, moment: Time) -> Make:
    def build(
        *,
        limit: int = 1_000_000,
        timeout: float = 5.0,
        now: datetime = NOW,
        batch_seconds: float = 15.0,
    ) -> BedrockSummariser:
        model = Converse(
            MODEL,
            region="ap-northeast-2",
            timeout_seconds=timeout,
            sleep=moment.sleep,
            monotonic=moment,
        )
        budget = DailyTokens(lake, limit, lambda: now)
        shelf = LakeReplies(lake)
        return BedrockSummariser(
            model,
            Prompt.packaged(),
            shelf,
            budget,
            batch_seconds=batch_seconds,
            monotonic=moment,
        )

    return build
