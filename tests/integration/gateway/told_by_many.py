"""A small day of news with everything that folds: wire copies, one event by many, edited headlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from imfact.clients.gateway import GatewayClient
from imfact.contracts.article import CuratedArticle
from imfact.contracts.assessment import Band
from imfact.contracts.source import Source
from imfact.services.gateway.db.database import Database
from tests.integration.gateway.groups import make_copies, make_story
from tests.integration.gateway.samples import BODY, OPEN, article, upsert, verdict

_OUTLETS = (
    ("hanbit", "한빛일보", "Hanbit Daily"),
    ("garam", "가람경제", "Garam Economy"),
    ("miru", "미루저널", "Miru Journal"),
    ("onnuri", "온누리통신", "Onnuri Wire"),
    ("byeolha", "별하신문", None),
)
# Judged as the numbers say; sentences are those that the judge might write.
_CALM = ("제목이 사실을 차분히 전합니다.", "The headline states the matter calmly.")
_GAP = (
    "회사 이름과 사건을 감추고 궁금증을 부릅니다.",
    "It hides the company and the event to raise curiosity.",
)
_HALF = (
    "묻는 말로 끝나 무엇이 정해졌는지 제목만으로는 알기 어렵습니다.",
    "It ends in a question and leaves open what was decided.",
)


@dataclass(frozen=True)
class ToldByMany:
    """``lead`` is the newest of the story, ``wire`` has copies, ``edited`` changed twice."""

    lead: CuratedArticle
    wire: CuratedArticle
    copies: tuple[CuratedArticle, ...]
    edited: CuratedArticle
    plain: CuratedArticle


def seed(gateway: GatewayClient, database: Database) -> ToldByMany:
    """Write the day through the internal API, the groups into their columns."""
    gateway.put_sources(
        [
            Source(
                slug=slug,
                name=name,
                name_en=english,
                homepage=f"https://{slug}.example",
                feeds=(),
                rights=OPEN,
            )
            for slug, name, english in _OUTLETS
        ]
    )

    def tell(number: int, source: str, title: str, trust: int, said: tuple[str, str]):
        one = article(number, source=source, title=title, section="경제")
        gateway.upsert_articles([upsert(one)])
        judge(one, trust, said)
        return one

    def judge(one: CuratedArticle, trust: int, said: tuple[str, str]) -> None:
        band: Band = "low" if trust > 96 else "unsure" if trust > 72 else "suspected"
        put = verdict(one, trust=trust, band=band)
        told = put.assessment.model_copy(
            update={"sentence_ko": said[0], "sentence_en": said[1], "reasons": ()}
        )
        gateway.put_assessments([put.model_copy(update={"assessment": told})])

    wire = tell(10, "onnuri", "가람전자, 3분기 영업손실 120억 원… 2년 만에 적자", 98, _CALM)
    copies = (
        tell(14, "hanbit", "가람전자, 3분기 영업손실 120억 원… 2년 만에 적자", 98, _CALM),
        tell(18, "byeolha", "가람전자 3분기 적자 전환", 97, _CALM),
    )
    other = tell(25, "miru", "“이럴 줄은”… 결국 터진 그 회사, 무슨 일?", 21, _GAP)
    half = tell(31, "garam", "가람전자 적자, 반도체 겨울 다시 오나", 79, _HALF)
    first = article(40, source="garam", section="경제", title="가람전자에 대체 무슨 일이 있었나")
    gateway.upsert_articles([upsert(first)])
    judge(first, 34, _GAP)
    edits = (
        ("가람전자, 3분기 적자에 희망퇴직 검토", BODY),
        ("가람전자, 3분기 적자에 희망퇴직 검토", BODY + "\n회사는 정해진 것은 없다고 밝혔다."),
    )
    edited = first
    for number, (title, body) in enumerate(edits, 1):
        edited = article(
            40,
            source="garam",
            section="경제",
            title=title,
            body=body,
            fetched_at=first.fetched_at + timedelta(hours=3 * number),
        )
        gateway.upsert_articles([upsert(edited, number)])
        judge(edited, 96 + number, _CALM)
    plain = tell(5, "hanbit", "해담시, 통학 버스 노선 세 개 늘린다", 99, _CALM)
    make_copies(database, wire, *copies)
    make_story(database, wire, *copies, other, half, edited)
    return ToldByMany(lead=edited, wire=wire, copies=copies, edited=edited, plain=plain)
