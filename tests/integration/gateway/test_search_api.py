"""Search through the gateway: modes, highlights, a frozen list, rights, unusable queries."""

from __future__ import annotations

import pytest

from imfact.contracts.rights import RightsMatrix
from tests.integration.gateway.conftest import index
from tests.integration.gateway.samples import SOURCES, article, upserts
from tests.integration.gateway.test_public_api import is_problem

LONG = (
    "도담군 딸기 농가 열두 곳이 올해 수확을 마쳤다고 군청이 전했다. "
    "수확량은 지난해보다 조금 늘었으며 값은 비슷한 수준이다. "
    "군은 농가에 새 온실 자재를 나누어 주고 판로를 넓히기로 했다. "
    "직거래 장터는 다음 달 첫 주말에 열린다."
)


@pytest.fixture
def articles(gateway, search, encoder):
    gateway.put_sources(SOURCES)
    written = [
        article(1, title="도담군 딸기 수확 마쳐", body=LONG, section="경제"),
        article(2, title="해담시 버스 노선 개편", source="narae"),
        article(3, title="Haedam City bus lines change", source="narae"),
        article(4, title="가려진 딸기 기사", body=LONG, rights=RightsMatrix(show="none")),
        article(5, title="짧게만 보이는 딸기 기사", body=LONG, rights=RightsMatrix()),
    ]
    gateway.upsert_articles(upserts(written))
    index(gateway, search, encoder, written)
    return written


def find(public, q, **parameters):
    answer = public.get("/v1/search", params={"q": q, **parameters})
    assert answer.status_code == 200, answer.text
    return answer.json()


def titles(answer):
    return [item["article"]["title"] for item in answer["items"]]


@pytest.mark.parametrize("mode", ["text", "vector", "hybrid"])
def test_each_mode_finds_what_is_about_it_first(public, articles, mode):
    answer = find(public, "해담시 버스 노선", mode=mode)
    assert (answer["mode"], answer["query"]) == (mode, "해담시 버스 노선")
    first = answer["items"][0]
    assert first["article"]["title"] == "해담시 버스 노선 개편"
    assert (
        first["matched"]
        == {
            "text": ["text"],
            "vector": ["vector"],
            "hybrid": ["text", "vector"],
        }[mode]
    )
    assert first["highlights"] == [[0, 3], [4, 6], [7, 9]]
    assert first["passage"].startswith("해담시 의회는")


def test_latin_words_are_found_and_marked_in_any_case(public, articles):
    first = find(public, "haedam BUS", mode="text")["items"][0]
    assert first["highlights"] == [[0, 6], [12, 15]]


def test_what_may_not_be_shown_is_absent_and_what_is_short_stays_short(public, articles):
    answer = find(public, "딸기 직거래 장터", mode="hybrid")
    by_title = {item["article"]["title"]: item for item in answer["items"]}
    assert "가려진 딸기 기사" not in by_title
    assert by_title["도담군 딸기 수확 마쳐"]["passage"] == "직거래 장터는 다음 달 첫 주말에 열린다."
    assert by_title["짧게만 보이는 딸기 기사"]["passage"] in LONG[:120]


def test_a_hit_by_words_alone_in_hidden_text_has_no_passage(public, articles):
    assert "주말" not in LONG[:120]
    found = find(public, "주말", mode="text")["items"]
    passages = {item["article"]["title"]: item["passage"] for item in found}
    assert passages["짧게만 보이는 딸기 기사"] is None


def test_filters_are_handed_to_the_engine(public, articles):
    assert titles(find(public, "노선", source="haedam", mode="text")) == []
    assert titles(find(public, "딸기", section="경제")) == ["도담군 딸기 수확 마쳐"]
    assert find(public, "딸기", band="suspected")["items"] == []


@pytest.mark.parametrize("mode", ["text", "vector", "hybrid"])
def test_the_list_is_frozen_at_its_first_page(public, gateway, search, encoder, newsroom, mode):
    whole = find(public, "해담시 버스", mode=mode, limit=100)
    assert whole["next"] is None
    assert len(whole["items"]) == 12
    seen = find(public, "해담시 버스", mode=mode, limit=5)
    paged = seen["items"]
    more = [article(number, title="해담시 버스 버스 버스") for number in (90, 91, 92)]
    gateway.upsert_articles(upserts(more))
    index(gateway, search, encoder, more)
    while seen["next"]:
        seen = find(public, "해담시 버스", mode=mode, limit=5, cursor=seen["next"])
        paged += seen["items"]
    assert [one["article"]["url_hash"] for one in paged] == [
        one["article"]["url_hash"] for one in whole["items"]
    ]
    assert [one["matched"] for one in paged] == [one["matched"] for one in whole["items"]]
    assert [one["score"] for one in paged] == pytest.approx(
        [one["score"] for one in whole["items"]], rel=1e-5
    )


def test_the_link_header_leads_to_the_next_page(public, newsroom):
    first = public.get("/v1/search", params={"q": "버스 & 노선", "limit": 4})
    second = public.get(first.links["next"]["url"])
    assert second.status_code == 200
    assert not {one["article"]["url_hash"] for one in first.json()["items"]} & {
        one["article"]["url_hash"] for one in second.json()["items"]
    }


def test_a_cursor_serves_its_own_query_only(public, newsroom):
    cursor = find(public, "버스", limit=2)["next"]
    for other in ({"q": "노선"}, {"q": "버스", "mode": "text"}, {"q": "버스", "band": "low"}):
        answer = public.get("/v1/search", params={**other, "cursor": cursor})
        assert is_problem(answer, 400, "invalid_cursor")


@pytest.mark.parametrize("q", ["", "   ", "\t\n", "\x00", "가" * 501, "버스 " * 3_333 + "끝"])
def test_an_unusable_query_is_a_clear_problem(public, q):
    answer = public.get("/v1/search", params={"q": q})
    assert is_problem(answer, 400, "unusable_query")
    assert "500" in answer.json()["detail"] or "empty" in answer.json()["detail"]


def test_a_missing_query_is_an_empty_one(public):
    assert is_problem(public.get("/v1/search"), 400, "unusable_query")


@pytest.mark.parametrize(
    "q", ["가" * 500, "'); drop table articles; --", "🙂", '"', "%_\\", "ㅋㅋ"]
)
def test_any_other_query_is_answered(public, newsroom, q):
    assert find(public, q)["query"] == " ".join(q.split())


def test_a_query_is_encoded_once(public, encoder, newsroom):
    for limit in (1, 2, 3):
        find(public, "버스   노선", mode="vector", limit=limit)
    assert encoder.asked.count(("query", "버스 노선")) == 1


def test_without_an_index_search_is_unavailable(public):
    answer = public.get("/v1/search", params={"q": "버스"})
    assert is_problem(answer, 503, "search_unavailable")
    assert answer.headers["retry-after"]
