"""One page to one article, and each way in which a page is refused."""

from datetime import UTC, datetime

import pytest

from imfact.kit.errors import DataError
from imfact.pipeline.refine.article import Limits, refine_page
from tests.unit.pipeline.refine.pages import LIMITS, PARAGRAPHS, TITLE, html, page

BODY = "\n".join(PARAGRAPHS)
NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2026-11-24T09:30:00+09:00",
    "author": [{"@type": "Person", "name": "도현서 기자"}],
    "articleSection": "사회",
}


def refined(text: str, **options):
    return refine_page(page(text.encode("utf-8"), **options), LIMITS)


def test_plain_page():
    article = refined(
        html(head='<meta property="article:published_time" content="2026-11-24 09:30">')
    )
    assert article.title == TITLE
    assert article.body == BODY
    assert article.published_at == datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
    assert article.published_precision == "minute"
    assert (article.extraction, article.language) == ("trafilatura", "ko")


def test_jsonld_is_preferred_where_it_agrees():
    article = refined(html(jsonld={**NEWS, "articleBody": " ".join(PARAGRAPHS)}))
    assert article.extraction == "jsonld"
    assert article.body == BODY, "paragraphs of the page are restored in the publisher's one line"
    assert (article.author, article.section) == ("도현서", "사회")
    assert article.published_precision == "second"


def test_jsonld_of_another_article_is_not_believed():
    other = "다른 글입니다. 날씨가 맑겠습니다. " * 20
    article = refined(html(jsonld={**NEWS, "articleBody": other}))
    assert article.extraction == "trafilatura"
    assert article.body == BODY


@pytest.mark.parametrize(
    "script", ["{not json", "[]", '{"@type": 3}', '{"@graph": {"@type": ["NewsArticle"]}}']
)
def test_odd_jsonld_is_survived(script):
    odd = f'<script type="application/ld+json">{script}</script>'
    assert refined(html(head=odd)).title == TITLE


def test_the_outlet_is_cut_off_the_title():
    og = f'<meta property="og:title" content="{TITLE} | 두루신문">'
    assert refined(html(head=og).replace("<h1>", "<h2>")).title == TITLE


def test_a_dash_inside_the_title_stays():
    title = "두루천 산책로 - 3년 만의 재개장"
    assert refined(html(title)).title == title


def test_boilerplate_is_dropped():
    extra = (
        "<p>도현서 기자 reporter@duru.example</p><p>ⓒ 두루신문, 무단 전재 및 재배포 금지</p>"
        "<p>▲ 정비를 마친 산책로</p>"
    )
    assert refined(html(extra=extra)).body == BODY


def test_paywalled_teaser_is_kept_and_marked():
    article = refined(
        html(paragraphs=(PARAGRAPHS[0],), jsonld={**NEWS, "isAccessibleForFree": "False"})
    )
    assert article.paywalled


@pytest.mark.parametrize("date", ["2026-11-26T09:00:00+09:00", "1970-01-01T00:00:00Z", "어제", ""])
def test_impossible_dates_are_none(date):
    article = refined(html(jsonld={**NEWS, "datePublished": date}))
    assert article.published_at is None or article.published_at != date
    if article.published_at is not None:
        assert article.published_at < datetime(2026, 11, 25, 3, tzinfo=UTC)
        assert article.published_at > datetime(1990, 1, 1, tzinfo=UTC)


def test_a_date_at_the_end_of_the_calendar_costs_no_article():
    dated = {"dateModified": "9999-12-31T23:59:59-05:00"}
    assert refined(html(jsonld={**NEWS, **dated})).modified_at is None


@pytest.mark.parametrize(
    ("declared", "meta", "actual"),
    [
        ("text/html; charset=euc-kr", "euc-kr", "cp949"),
        ("text/html; charset=euc-kr", "euc-kr", "utf-8"),
        ("text/html; charset=utf-8", "utf-8", "cp949"),
        ("text/html; charset=iso-8859-1", "euc-kr", "cp949"),
        (None, "nonsense", "cp949"),
        ("text/html", "utf-8", "utf-8-sig"),
        ("text/html", "utf-16", "utf-16"),
    ],
)
def test_charsets_declared_rightly_and_wrongly(declared, meta, actual):
    # 똠 and 펲 exist in CP949 but not in EUC-KR.
    text = html("똠방각하의 펲시 사랑, 가람시 전시회서 공개", charset=meta).replace("㎞", "km")
    data = text.replace("㎝", "cm").encode(actual)
    assert refine_page(page(data, declared), LIMITS).title.startswith("똠방각하의 펲시")


def test_one_broken_character_costs_no_page():
    data = html().encode("utf-8").replace("휠체어".encode(), "휠체어".encode()[:-1], 1)
    assert refine_page(page(data), LIMITS).title == TITLE


def test_broken_html_is_read():
    broken = (
        html().replace("</p>", "").replace("</article>", "<div><div>").replace("</body></html>", "")
    )
    assert PARAGRAPHS[0] in refined(broken).body


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_page"),
        (b" \n\t ", "empty_page"),
        (b"<html>" + b"x" * 30_000_000, "too_large"),
        (b"%PDF-1.7 nothing here", "not_html"),
        (b"<html>" + bytes(range(128, 256)) * 50, "undecodable"),
        (html().replace(TITLE, "").encode(), "no_title"),
        (f"<html><body><h1>{TITLE}</h1></body></html>".encode(), "no_body"),
        (html(paragraphs=("짧은 글이다. 두 문장뿐이다.",)).encode(), "body_too_short"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refusals_have_true_reasons(data, reason):
    with pytest.raises(DataError) as refusal:
        refine_page(page(data), LIMITS)
    assert refusal.value.code == reason
    assert str(refusal.value)


def test_the_limit_is_the_policys():
    with pytest.raises(DataError, match="1,000"):
        refine_page(page(html().encode() * 10), Limits(page_bytes=1_000, body_characters=1))
