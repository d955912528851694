"""Terms are found where a reader of Korean would see them, and nowhere inside other words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imfact.contracts.policy import Policy, TermForm
from imfact.judge.headline import Headline
from imfact.judge.hits import find_hits, lexicon_hits
from imfact.judge.terms import places

FORMS: tuple[TermForm, ...] = ("noun", "stem", "word", "tail")


@pytest.mark.parametrize(
    ("text", "term", "form", "found"),
    [
        ("김장 전에 이것부터 씻으세요", "이것", "noun", True),
        ("이것만은 꼭", "이것", "noun", True),
        ("아이것도 챙기세요", "이것", "noun", False),
        ("이것저것 담은 바구니", "이것", "noun", False),
        ("가람역은 왜 멈췄나", "왜", "word", True),
        ("역사 왜곡 막는다", "왜", "word", False),
        ("왜? 물이 말랐나", "왜", "word", True),
        ("알고보니 도서관", "알고 보니", "stem", True),
        ("알고  보니 도서관", "알고 보니", "stem", True),
        ("끔찍했던 밤", "끔찍", "stem", True),
        ("호빵 품절대란", "대란", "tail", True),
        ("대란도 끝", "대란", "tail", True),
        ("대란하다", "대란", "tail", False),
        ("겨울을 나는 5가지 방법", "가지 방법", "noun", True),
        ("반전이라니", "반전", "noun", True),
        ("반전세 계약", "반전", "noun", False),
        ("구충격 실험", "충격", "noun", False),
    ],
)
def test_forms(text: str, term: str, form: TermForm, found: bool):
    assert bool(places(text, term, form)) is found


@pytest.mark.parametrize(
    "title",
    [
        "한결시, 어린이 도서관 세 곳 개관",
        "가람구, 겨울 제설 차량 42대 점검",
        "새별은행 3분기 순이익 1200억원… 12% 늘어",
        "다온전자, 새 공장 착공",
        "미소식품 대표이사에 나래 씨 선임",
        "한결초 급식실 증축 예산 통과",
        "내일 전국 흐리고 오후부터 비",
        "가람시의회, 조례 다섯 건 의결",
        "역사 왜곡 막는 교육 자료 배포",
        "새별대 연구진, 쌀 껍질로 종이 만드는 기술 개발",
        "한결항 여객선 증편… 명절 앞두고 하루 여섯 차례",
        "가람천 정체 구간 도로 넓힌다",
        "이곳저곳 흩어진 민원 창구 하나로",
        "다솜중 학생들, 헌 우산 고쳐 이웃에 나눠",
        "한결산업, 탄소 배출 줄인 새 용광로 가동",
        "새별경찰서, 겨울철 빈집 순찰 늘린다",
        "미소식품 공장서 가스 폭발… 소방 당국 진화",
        "가람소방서, 비상구 앞 물건 치우기 점검",
        "한결시 청년 월세 지원, 다음 달 2일부터 신청",
        "새별교육청, 왜곡 없는 역사 교재 검토",
        "새별산에 눈 펑펑… 산길 다섯 곳 막혀",
        "가람마트, 두부 품절에 사과문",
        "한결군, 돌풍 예보에 뱃길 통제",
        "새별역 승강장 정체… 안전요원 늘린다",
    ],
)
def test_plain_reports_have_no_word_of_the_lexicon(policy: Policy, title: str):
    assert lexicon_hits(Headline.of(title), policy.lexicon) == []


@pytest.mark.parametrize(
    ("title", "tactic"),
    [
        ("밤마다 사라지던 화분, 알고 보니", "gap"),
        ("문을 연 순간… 온 동네 경악", "shock"),
        ("역대급 가성비라는 골목 국수", "exaggeration"),
        ("가람역 승강기는 왜 이럴까?", "question"),
        ("산꼭대기에서 빵 굽는 이 남자의 정체", "vague"),
        ("배우 나래, 남편과 결별 고백", "gossip"),
        ("부자들이 지킨다는 5가지 습관", "list"),
    ],
)
def test_baiting_headlines_are_seen_with_their_tactic(policy: Policy, title: str, tactic: str):
    hits = find_hits(title, policy)
    assert tactic in {hit.tactic for hit in hits if hit.weight > 0}


@given(st.text(alphabet="가나이것왜 충격!5A", max_size=20), st.sampled_from(FORMS))
def test_every_place_holds_the_term_and_begins_a_word(text: str, form: TermForm):
    for term in ("이것", "왜", "충격"):
        for start, end in places(text, term, form):
            assert text[start:end] == term
            if form != "tail" and start:
                assert not text[start - 1].isalpha()
            if form == "word" and end < len(text):
                assert not text[end].isalpha()


@given(
    st.sampled_from(["이것", "정체", "충격"]),
    st.sampled_from(
        ["", "은", "는", "이", "가", "을", "를", "만", "부터", "에도", "이라니", "까지"]
    ),
    st.sampled_from(["", " ", "…", "?", "”", ",", "3"]),
)
def test_a_noun_is_found_with_any_particle(noun: str, particle: str, after: str):
    assert places(f"마을의 {noun}{particle}{after}", noun, "noun")
    assert not places(f"마을의{noun}{particle}{after}", noun, "noun")
