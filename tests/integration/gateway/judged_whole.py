"""One article whose three signals are judged, with every kind of evidence."""

from __future__ import annotations

from typing import Any

from imfact.clients.gateway import GatewayClient
from imfact.contracts.article import CuratedArticle
from imfact.contracts.assessment import Reason, Signal, Signals
from tests.integration.gateway.samples import SOURCES, article, upsert, verdict

TITLE = "충격! 해담시 버스 요금 12% 인상… 시민들 발칵"
TURNED = "시는 요금을 인하해 부담을 덜겠다고 밝혔다."
FOREIGN = "한편 나래산 단풍은 이번 주말에 절정을 이룬다."
ADVERTISING = "지금 주문하면 사은품을 드립니다."
BODY = (
    "해담시 의회는 월요일 버스 요금 조정안을 의결했다.\n"
    f"{TURNED} 새 요금은 내년 3월부터 받는다.\n"
    f"{FOREIGN}\n"
    f"{ADVERTISING}"
)


def _word(kind: Any, text: str, **rest: Any) -> Reason:
    start = TITLE.index(text)
    words = {"kind": kind, "where": "title", "text": text, "start": start, "end": start + len(text)}
    return Reason(**({"note_ko": "", "note_en": ""} | words | rest))


def _sentence(kind: Any, text: str, **rest: Any) -> Reason:
    start = BODY.index(text)
    place = {"kind": kind, "where": "body", "text": text, "start": start, "end": start + len(text)}
    return Reason(**({"note_ko": "", "note_en": ""} | place | rest))


REASONS = (
    _word(
        "span",
        "충격!",
        signal="style",
        tactic="shock",
        p_without=0.62,
        note_ko="놀람을 앞세우는 말입니다.",
        note_en="It puts surprise first.",
    ),
    _word("span", "발칵", signal="style", p_without=0.7),
    _word("missing", "12%", signal="match"),
    _word("missing", "시민들", signal="match"),
    _sentence(
        "contradicting",
        TURNED,
        signal="match",
        note_ko="제목은 ‘인상’, 본문은 ‘인하’라고 합니다.",
        note_en="The headline says ‘인상’, the body ‘인하’.",
    ),
    _sentence(
        "supporting",
        "해담시 의회는 월요일 버스 요금 조정안을 의결했다.",
        signal="match",
        weight=0.81,
    ),
    _sentence("foreign", FOREIGN, signal="coherence"),
    _sentence("advertising", ADVERTISING, signal="coherence"),
)
SIGNALS = Signals(
    style=Signal(p=0.91, interval=(0.84, 0.95), band="suspected"),
    match=Signal(p=0.55, interval=(0.4, 0.7), band="unsure"),
    coherence=Signal(p=0.3),
)


def put_whole(gateway: GatewayClient) -> CuratedArticle:
    """Store the article with its verdict."""
    return _put(gateway, article(70, title=TITLE, body=BODY), REASONS)


def put_bare(gateway: GatewayClient) -> CuratedArticle:
    """Store an article whose verdict has no evidence."""
    return _put(gateway, article(71), ())


def _put(
    gateway: GatewayClient, one: CuratedArticle, reasons: tuple[Reason, ...]
) -> CuratedArticle:
    gateway.put_sources(SOURCES)
    gateway.upsert_articles([upsert(one)])
    judged = verdict(one, trust=9, band="suspected")
    changes = {"signals": SIGNALS, "reasons": reasons}
    assessment = judged.assessment.model_copy(update=changes)
    gateway.put_assessments([judged.model_copy(update={"assessment": assessment})])
    return one
