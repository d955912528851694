"""The article and replies that the tests of written summaries share, and what they look at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from imfact.adapters.summariser.bedrock import BedrockSummariser
from imfact.adapters.summariser.extractive import ExtractiveSummariser
from imfact.adapters.summariser.port import Piece
from imfact.contracts.assessment import Summary
from imfact.kit.korean import split_sentences
from imfact.lake.summaries import DailyTokens
from imfact.store.objects import ObjectStore
from tests.encoders import PairEncoder

MODEL = "anthropic.example-model-v1:0"
NOW = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
TITLE = "가람시 도서관, 결국 이렇게까지…"
BODY = """가람시는 24일 어린이 도서관 세 곳을 열었다고 밝혔다.
도서관마다 책 1만2천 권과 작은 마당이 있고 밤 9시까지 문을 연다.
김하늘 가람시장은 “아이들이 걸어서 오는 도서관이 목표”라고 말했다.
시는 도서관을 짓는 데 38억 5천만 원을 들였고 이용자는 12.5% 늘 것으로 내다봤다.
가람시는 내년에 도서관 두 곳을 더 열 계획이라고 덧붙였다."""
GOOD = (
    "가람시가 24일 어린이 도서관 3곳을 열었다고 밝혔다.",
    "도서관마다 책 12,000권이 있고 밤 9시까지 문을 연다.",
)
HEADLINE = "가람시, 어린이 도서관 세 곳 열어"


def piece(body: str = BODY, title: str = TITLE, *, written: bool = True) -> Piece:
    sentences = split_sentences(body)
    vectors = PairEncoder().encode([sentence.text for sentence in sentences])
    return Piece(title, body, sentences, vectors, written)


class Time:
    """A clock that moves only while somebody waits."""

    def __init__(self) -> None:
        self.now = 100.0
        self.pauses: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    def __call__(self) -> float:
        return self.now


Make = Callable[..., BedrockSummariser]


def spent(lake: ObjectStore) -> int:
    return DailyTokens(lake, 0, lambda: NOW).spent(NOW.date()).tokens


def picked(summary: Summary | None, reason: str) -> None:
    """Hold that ``summary`` is what would have been picked, and says why."""
    assert summary is not None
    assert (summary.method, summary.fallback_reason) == ("extractive", reason)
    assert (summary.model_id, summary.suggested_title) == (None, None)
    bare = ExtractiveSummariser().summarise([piece()])[0]
    assert bare is not None
    assert bare.fallback_reason is None
