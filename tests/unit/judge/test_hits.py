"""Lexicon and rules find what they should, at offsets of the headline as it was written."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imfact.contracts.policy import Lexicon, LexiconEntry, Policy, Rule, Rules
from imfact.judge.headline import Headline
from imfact.judge.hits import find_hits, lexicon_hits, main_tactic, rule_hits


def entry(term: str, weight: float = 0.5) -> LexiconEntry:
    return LexiconEntry(term=term, tactic="shock", weight=weight, example=term)


def lexicon(*terms: str) -> Lexicon:
    return Lexicon(version="test", entries=tuple(entry(term) for term in terms))


def rule(pattern: str) -> Rules:
    only = Rule(id="r", pattern=pattern, weight=1, note_ko="", note_en="", example="가")
    return Rules(version="test", rules=(only,))


def test_each_packaged_entry_and_rule_finds_its_own_example(policy: Policy):
    for item in policy.lexicon.entries:
        only = Lexicon(version="one", entries=(item,))
        (hit,) = lexicon_hits(Headline.of(item.example), only)
        assert "".join(hit.text.split()) == "".join(item.term.split())
    for each in policy.rules.rules:
        hits = rule_hits(Headline.of(each.example), policy.rules)
        assert each.note_ko in [hit.note_ko for hit in hits], each.id


def test_where_terms_overlap_the_longest_counts_alone():
    terms = lexicon("눈물", "눈물 고백")
    assert [hit.text for hit in lexicon_hits(Headline.of("무대 뒤 눈물 고백"), terms)] == [
        "눈물 고백"
    ]
    # A second place of the shorter term is its own.
    hits = lexicon_hits(Headline.of("눈물 고백, 그리고 눈물"), terms)
    assert [hit.text for hit in hits] == ["눈물 고백", "눈물"]


def test_the_share_of_quotation_is_a_rule_without_a_span():
    only = Rule(
        id="quoted",
        quoted_share_over=0.5,
        weight=0.2,
        note_ko="",
        note_en="",
        example="“가나다라마바사”",
    )
    rules = Rules(version="test", rules=(only,))
    (hit,) = rule_hits(Headline.of("“이제 그만두고 싶다” 한마디"), rules)
    assert hit.span is None
    assert rule_hits(Headline.of("시장 “예” 한마디에 모두 웃었다"), rules) == []


def test_a_rule_that_found_only_the_word_is_not_counted_twice(policy: Policy):
    hits = find_hits("불황에도 웃는 이 회사", policy)
    assert [(hit.kind, hit.text) for hit in hits] == [("lexicon", "이 회사")]


def test_a_plain_report_gets_a_bonus(policy: Policy):
    hits = find_hits("가람구, 어린이 도서관 세 곳 개관 일정 발표", policy)
    assert hits
    assert all(hit.weight < 0 for hit in hits)
    assert main_tactic(hits) is None


def test_decomposed_hangul_is_found_at_its_own_offsets():
    title = "  " + unicodedata.normalize("NFD", "가람의 충격 소식")
    (hit,) = lexicon_hits(Headline.of(title), lexicon("충격"))
    assert hit.span is not None
    assert hit.text == title[slice(*hit.span)]
    assert unicodedata.normalize("NFC", hit.text) == "충격"


def test_control_characters_hide_nothing_before_or_after_them():
    (hit,) = lexicon_hits(Headline.of("\x00\x07충격\x1f"), lexicon("충격"))
    assert hit.span == (2, 4)


@pytest.mark.parametrize("pattern", ["^.+$", "^"])
def test_a_rule_over_the_whole_headline_is_no_span(pattern: str):
    (hit,) = rule_hits(Headline.of("“돌아가지 않겠다”"), rule(pattern))
    assert hit.span is None
    assert hit.text == "“돌아가지 않겠다”"


@given(st.text(max_size=40), st.sampled_from(["NFC", "NFD", "NFKD"]))
def test_every_span_leads_back_to_the_text_it_came_from(text: str, form: str):
    original = unicodedata.normalize(form, text)  # type: ignore[arg-type]  # one of the four forms
    headline = Headline.of(original)
    assert len(headline.origins) == len(headline.text) + 1
    for start in range(len(headline.text)):
        begin, end = headline.span(start, start + 1)
        assert 0 <= begin < end <= len(original)
        piece = unicodedata.normalize("NFC", original[begin:end])
        seen = headline.text[start]
        assert seen in piece or (seen == " " and unicodedata.category(piece[0]) == "Cc")


@given(st.text(max_size=60))
def test_no_text_is_too_strange(policy: Policy, text: str):
    for hit in find_hits(text, policy):
        assert hit.span is None or hit.text == text[slice(*hit.span)]


@pytest.mark.parametrize(
    "piece", ["가", "가 ", "12", "1%가", "“가", "…", " ", "충격 ", "\x00", "가나시, "]
)
def test_a_hundred_thousand_characters_take_no_longer_than_a_moment(policy: Policy, piece: str):
    began = time.perf_counter()
    find_hits((piece * 100_000)[:100_000], policy)
    # A search by the square of the length would take minutes; a slow machine takes a second.
    assert time.perf_counter() - began < 20
