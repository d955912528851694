"""Pairwise decisions: copies, templates, tellings of one event. All texts are made up."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from imfact.pipeline.group import copies, stories
from imfact.pipeline.group.copies import is_copy
from imfact.pipeline.group.stories import Rows, event_score, likely_pairs, same_event
from imfact.pipeline.group.telling import Telling, read_words

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
BODY = (
    "가람시는 24일 어린이 도서관 3곳을 열었다고 밝혔다. 시민 120여 명이 문을 여는 자리에 함께했다. "
    "도서관마다 책 1만 권과 작은 마당이 있어 누구나 쉬어 갈 수 있다. 한별 시장은 아이들이 걸어서 "
    "닿는 곳마다 책을 두겠다고 말했다. 시는 내년 봄까지 두 곳을 더 연다."
)
MARKET = (
    "{name} 주가가 오름세다. 24일 거래소에 따르면 오전 10시 {minute}분 기준 {name} 주식은 하루 전보다 "
    "{rate}% 오른 {price}원에 거래되고 있다. 이 회사의 시가총액은 {total}억원으로 코스닥 {rank}위에 있다. "
    "전문가들은 당분간 오르내림이 클 수 있다며 살필 것을 권했다."
)


def telling(title, body=BODY, *, hours=0.0, vector=None):
    return Telling(read_words(title, body), vector, NOW + timedelta(hours=hours))


def unit(*values):
    row = np.array(values, dtype=np.float32)
    return row / np.linalg.norm(row)


def test_a_reprint_under_another_headline_is_a_copy():
    reprint = "[나래경제 한새벽 기자] " + BODY.replace("밝혔다", "전했다")
    assert is_copy(telling("가람시, 도서관 열어"), telling("책 읽는 아이들 웃었다", reprint))


def test_a_teaser_of_the_text_is_a_copy():
    assert is_copy(telling("가람시, 도서관 3곳 열어"), telling("가람시 도서관 열어", BODY[:130]))


def test_a_template_with_other_facts_is_no_copy():
    one = MARKET.format(name="새별전자", minute=12, rate=5.31, price="12,300", total=820, rank=311)
    two = MARKET.format(name="두루소재", minute=47, rate=9.04, price="8,110", total=455, rank=702)
    assert not is_copy(telling("새별전자 5% 오름", one), telling("두루소재 9% 오름", two))


def test_a_shared_caption_is_no_copy():
    caption = "24일 오전 가람시청에서 열린 회의에 한별 시장이 들어서고 있다. 사진=한빛"
    one = telling("가람시 예산 두고 갈등", caption + " 가람시 의회가")
    assert not is_copy(one, telling("한별 시장 버스 요금 동결", caption + " 버스 회사"))


def test_a_shared_footer_is_no_copy():
    footer = (
        " 2026.11.24. photo@hanbit.example [사진 영상 제보받습니다] 한빛통신이 독자 여러분의 소중한 제보를 "
        "기다립니다. 뉴스 가치가 있다고 판단되는 사진 또는 영상을 보내 주시면 적극 반영하겠습니다."
    )
    start = "[가람=한빛통신] 이새봄 기자 = "
    one = telling(
        "가람시 첫눈", f"{start}24일 오전 가람시에서 시민들이 눈을 맞으며 걷고 있다.{footer}"
    )
    two = telling("가람시 출근길", f"{start}24일 오전 가람시에서 버스가 줄지어 서 있다.{footer}")
    assert not is_copy(one, two)


def test_a_reprint_with_a_caption_of_its_own_is_a_copy():
    caption = (
        "24일 가람시 도서관에서 열린 개관식에 참석한 한별 시장이 어린이와 학부모, 시의원 등 시민 백여 명이 지켜보는 "
        "가운데 아이들에게 그림책을 읽어 준 뒤 함께 사진을 찍으며 웃고 있다. 2026.11.24/한빛 ⓒ 한빛통신 "
    )
    text = BODY[:135]
    one = telling(
        "가람시, 어린이 도서관 3곳 열어", f"{caption}(가람=한빛통신) 이새봄 기자 = {text}"
    )
    more = "개관식에는 학부모 서른 명이 함께했고 시 의회 의원들이 화분을 보냈다. 이웃 나래시는 다음 달 같은 도서관을 짓는다."
    two = telling("가람시 도서관 열어", f"[나래경제 한새벽 기자] {text[45:]} {more}")
    assert is_copy(one, two)


def test_the_same_text_months_later_is_another_publication():
    window = copies.WINDOW.total_seconds() / 3_600
    assert is_copy(telling("도서관 열어"), telling("도서관 열어", hours=window))
    assert not is_copy(telling("도서관 열어"), telling("도서관 열어", hours=window + 1))


def test_bodies_that_are_missing_are_no_copies():
    assert not is_copy(telling("가람시, 도서관 열어", ""), telling("가람시, 도서관 열어", ""))


def test_an_event_needs_vectors_nearness_in_time_and_words():
    one = telling("가람시, 어린이 도서관 3곳 열어", vector=unit(1, 0.1))
    near = telling(
        "어린이 도서관 3곳 가람시에", "가람시가 도서관 3곳을", hours=5, vector=unit(1, 0)
    )
    far = telling("새별산 첫 서리", "첫 서리가 내렸다", vector=unit(1, 0.7))
    late = stories.WINDOW.total_seconds() / 3_600 + 1
    assert same_event(one, near)
    assert not same_event(one, far)
    assert not same_event(one, telling("가람시, 도서관 열어", hours=late, vector=unit(1, 0.1)))
    assert not same_event(one, telling("가람시, 어린이 도서관 3곳 열어"))


@pytest.mark.parametrize("hours", [0, 70])
def test_decisions_are_symmetric(hours):
    one = telling("가람시, 도서관 열어", vector=unit(1, 0.2))
    other = telling("도서관 세 곳", BODY[40:], hours=hours, vector=unit(1, 0.1))
    assert is_copy(one, other) == is_copy(other, one)
    assert event_score(one, other) == event_score(other, one)


def test_no_event_is_lost_by_looking_at_likely_pairs_only():
    random = np.random.default_rng(7)
    rows = random.normal(size=(700, 16)).astype(np.float32) * 0.13 + 1
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    tellings = [
        telling("가람시, 도서관 열어", hours=place * 0.2, vector=row)
        for place, row in enumerate(rows)
    ]
    moments = [one.published_at for one in tellings]
    side = Rows(
        rows,
        np.array([moment.timestamp() for moment in moments]),
        np.array([one.words.length for one in tellings], dtype=np.float64),
    )
    likely = {(i, j) for i, j in likely_pairs(side, side).tolist() if i < j}
    true = {
        (i, j)
        for i in range(0, 700, 7)
        for j in range(i + 1, 700)
        if same_event(tellings[i], tellings[j])
    }
    assert true
    assert true <= likely
    assert all(moments[j] - moments[i] <= stories.WINDOW for i, j in likely)


def test_of_two_openings_as_long_neither_is_the_shorter_by_the_order_they_come_in():
    shared = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로"
    parted = telling("한 문장", f"{shared}. 모보소오조초코토포호구누")
    joined = telling("두 문장", f"{shared}두루무부수우주추쿠투푸후")
    assert len(parted.words.runs) == len(joined.words.runs)
    assert copies.copy_score(parted, joined) == copies.copy_score(joined, parted)
