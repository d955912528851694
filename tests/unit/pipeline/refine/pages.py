"""Pages written for the refine tests; outlets, people and events are invented."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from imfact.contracts.capture import CaptureMeta
from imfact.contracts.rights import RightsMatrix
from imfact.kit.hashing import sha256_hex
from imfact.pipeline.refine.article import Limits, Page

FETCHED = datetime(2026, 11, 24, 3, tzinfo=UTC)
LIMITS = Limits(page_bytes=5_000_000, body_characters=120)
TITLE = "가람시, 하천 산책로 4.2㎞ 정비 마쳐"
PARAGRAPHS = (
    "가람시가 두루천 산책로 4.2㎞ 정비를 마치고 다음 달 1일 시민에게 다시 연다고 24일 밝혔다. "
    "공사는 지난 3월 시작해 여덟 달이 걸렸고 예산 37억원이 들었다.",
    "시는 낡은 보도블록을 걷어 내고 빗물이 스며드는 포장재를 깔았다. 가로등 210개도 새로 세웠다. "
    "휠체어와 유모차가 드나들도록 계단 다섯 곳을 경사로로 바꿨다.",
    "도시녹지과 이단비 과장은 “장마철마다 잠기던 구간을 60㎝ 높였다”며 “겨울에도 미끄럽지 않도록 "
    "결빙 구간에 열선을 깔았다”고 말했다.",
)


def html(
    title: str = TITLE,
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    *,
    head: str = "",
    jsonld: dict[str, object] | None = None,
    charset: str = "utf-8",
    extra: str = "",
) -> str:
    script = (
        f'<script type="application/ld+json">{json.dumps(jsonld, ensure_ascii=False)}</script>'
        if jsonld
        else ""
    )
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="{charset}"><title>{title} - 두루신문</title>'
        f"{head}{script}</head><body><nav><a href='/'>홈</a> <a href='/eco'>경제</a></nav>"
        f"<article><h1>{title}</h1>{body}{extra}</article>"
        "<footer>두루신문 | 대표전화 02-000-0000</footer></body></html>"
    )


def page(data: bytes, content_type: str | None = "text/html", key: str = "") -> Page:
    meta = CaptureMeta(
        url_hash="ab" * 16,
        source="duru",
        url="https://duru.example/1",
        final_url="https://duru.example/1",
        normalised_url="https://duru.example/1",
        fetched_at=FETCHED,
        http_status=200,
        content_type=content_type,
        body_sha256=sha256_hex(data),
        body_bytes=len(data),
        html_key=key,
        run_id="20261124T030000Z-000000",
    )
    return Page(meta, data, "두루신문", RightsMatrix())
