"""Written summaries within limits: budget, time, rights of the setting, credentials."""

from __future__ import annotations

from datetime import timedelta

import pytest

from imfact.adapters.summariser.extractive import ExtractiveSummariser
from imfact.adapters.summariser.prompt import Prompt
from imfact.bootstrap.summarisers import open_summariser
from imfact.kit.errors import ConfigError
from imfact.store.objects import ObjectStore
from tests.adapters.bedrock.cases import (
    BODY,
    GOOD,
    MODEL,
    NOW,
    Make,
    Time,
    picked,
    piece,
)
from tests.adapters.bedrock.stub import Answer, Bedrock, failed, wrote


def test_a_spent_budget_asks_nobody_until_the_next_day_in_utc(
    make: Make, bedrock: Bedrock, lake: ObjectStore
):
    prompt = Prompt.packaged()
    cost = prompt.tokens_at_most(prompt.message(piece()))
    picked(make(limit=cost - 1).summarise([piece()])[0], "budget")
    assert bedrock.asked == []
    # The first call gives back what it did not use, so a second fits under the same limit.
    other = piece(BODY + "\n도서관은 월요일에 쉰다고 시는 설명했다.")
    assert make(limit=cost + 900).summarise([piece()])[0].method == "bedrock"  # type: ignore[union-attr]
    assert make(limit=cost + 900).summarise([other])[0].fallback_reason == "budget"  # type: ignore[union-attr]
    morrow = NOW.replace(hour=0) + timedelta(days=1)
    assert make(limit=cost + 900, now=morrow).summarise([other])[0].method == "bedrock"  # type: ignore[union-attr]
    assert len(bedrock.asked) == 2


def test_a_batch_out_of_time_begins_no_question(make: Make, bedrock: Bedrock):
    picked(make(batch_seconds=0.0).summarise([piece()])[0], "late")
    assert bedrock.asked == []


def test_no_pause_goes_beyond_the_batch(make: Make, bedrock: Bedrock, moment: Time):
    bedrock.script = [failed(429, "ThrottlingException")]
    picked(make(batch_seconds=0.2).summarise([piece()])[0], "throttled")
    assert moment.pauses == []


def test_one_article_that_fails_leaves_the_others(make: Make, bedrock: Bedrock):
    def by_text(request: dict[str, object]) -> Answer:
        return failed(400, "ValidationException") if "월요일" in str(request) else wrote(*GOOD)

    bedrock.script = [by_text]
    other = piece(BODY + "\n도서관은 월요일에 쉰다고 시는 설명했다.")
    made = make().summarise([piece(), other, piece(title="도서관 세 곳 문 열어")])
    assert [summary and summary.method for summary in made] == ["bedrock", "extractive", "bedrock"]


def test_without_a_store_nothing_is_spent(make: Make, bedrock: Bedrock, lake: ObjectStore):
    lake.put("_logs/tokens/2026-11-24.json", b"torn")
    picked(make().summarise([piece()])[0], "unavailable")
    assert bedrock.asked == []


def test_the_setting_opens_what_it_names(
    bedrock: Bedrock, lake: ObjectStore, monkeypatch: pytest.MonkeyPatch
):
    def opened(url: str):
        return open_summariser(url, lambda: lake, lambda: NOW)

    assert isinstance(opened("extractive:"), ExtractiveSummariser)
    arn = "arn:aws:bedrock:ap-northeast-2:123456789012:inference-profile/apac.example-v1:0"
    written = opened(f"bedrock:{arn}?region=ap-northeast-2&daily_tokens=50000")
    assert written.summarise([piece()])[0].model_id == arn
    assert bedrock.models == [arn]
    for wrong in (
        "",
        "bedrock:",
        "bedrock:?region=x",
        "openai:gpt",
        "extractive:x",
        f"bedrock:{MODEL}?daily_tokens=many",
        f"bedrock:{MODEL}?daily_token=1",
    ):
        with pytest.raises(ConfigError, match="IMFACT_SUMMARISER"):
            opened(wrong)
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ConfigError, match="region"):
        opened(f"bedrock:{MODEL}")


def test_without_credentials_the_reason_is_told(
    make: Make, bedrock: Bedrock, monkeypatch: pytest.MonkeyPatch
):
    summariser = make()
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    import boto3

    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    picked(make().summarise([piece()])[0], "misconfigured")
    assert bedrock.asked == []
    assert summariser.summarise([piece()])[0].method == "bedrock"  # type: ignore[union-attr]
