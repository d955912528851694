"""An article in numbers, counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imfact.adapters.search.tokens import content_morphemes
from imfact.contracts.article import CuratedArticle
from imfact.contracts.policy import Lexicon, LexiconEntry
from imfact.contracts.rights import RightsMatrix
from imfact.kit.hashing import text_hash
from imfact.pipeline.enrich.features import features_of

LEXICON = Lexicon(
    version="v-test",
    entries=(
        LexiconEntry(term="충격", tactic="shock", weight=1.0, example="충격!"),
        LexiconEntry(term="알고 보니", tactic="gap", weight=1.0, example="알고 보니…"),
    ),
)


def article(title: str, body: str, **changes: object) -> CuratedArticle:
    return CuratedArticle(
        url_hash="ab" * 16,
        source="hanbit",
        url="https://hanbit.example/1",
        normalised_url="https://hanbit.example/1",
        title=title,
        body=body,
        fetched_at=datetime(2026, 11, 24, tzinfo=UTC),
        extraction="jsonld",
        text_hash=text_hash(title, body),
        raw_key="",
        rights=RightsMatrix(),
    ).model_copy(update=changes)


def features(title: str, body: str, **changes: object):
    return features_of(article(title, body, **changes), "curated/x.json", LEXICON, str.split)


def test_counted_by_hand():
    found = features(
        "충격! 가람시 3.5배 늘어…알고 보니?",
        "가람시 市場은 10월 1,200명이 찾았다. “시장이 좋다”고 ABC가 말했다.\n정말일까? 그렇다!",
        author="한 기자",
    )
    assert (found.title_characters, found.title_words) == (22, 5)
    assert (found.title_question_marks, found.title_exclamation_marks) == (1, 1)
    assert (found.title_ellipses, found.title_numerals) == (1, 1)
    assert {tactic for tactic, hits in found.lexicon_hits.items() if hits} == {"shock", "gap"}
    assert (found.sentences, found.numerals) == (4, 2)
    assert (found.question_marks, found.exclamation_marks, found.ellipses) == (1, 1, 0)
    assert found.quoted_share == round(8 / found.characters, 4)
    assert found.words == found.morphemes == 11
    assert found.type_token_ratio == 1.0
    letters = 12 + 32
    assert found.hanja_share == round(2 / letters, 4)
    assert found.latin_share == round(3 / letters, 4)
    assert found.hangul_share == round(39 / letters, 4)
    assert found.hangul_share + found.hanja_share + found.latin_share == pytest.approx(1, abs=1e-3)
    assert (found.byline, found.paywalled) == (True, False)


def test_a_teaser_without_a_body_has_zeros_and_no_division():
    found = features("가람시 소식", "", paywalled=True)
    assert (found.characters, found.sentences, found.type_token_ratio) == (0, 0, 0.0)
    assert found.paywalled
    assert not found.byline


def test_morphemes_are_those_of_the_search_index():
    text = "가람시가 시장을 열었다. 가람시는 시장을 또 열었다."
    found = features_of(article("가람시 시장", text), "", LEXICON, content_morphemes)
    assert found.morphemes == len(content_morphemes(text)) > found.distinct_morphemes > 0
    assert found.type_token_ratio == round(found.distinct_morphemes / found.morphemes, 4)


@pytest.mark.parametrize(
    ("letter", "script"),
    [("가", "hangul"), ("힣", "hangul"), ("ㅋ", "hangul"), ("一", "hanja"), ("豈", "hanja"),
     ("\uf900", "hanja"), ("a", "latin"), ("É", "latin"), ("あ", None), ("я", None)],
)  # fmt: skip
def test_a_letter_belongs_to_one_script_or_to_none_of_the_three(letter, script):
    found = features(letter, "")
    shares = {name: getattr(found, f"{name}_share") for name in ("hangul", "hanja", "latin")}
    assert {name for name, share in shares.items() if share} == ({script} if script else set())


@given(st.text(min_size=1, max_size=80), st.text(max_size=400))
def test_any_text_has_features_within_their_bounds(title, body):
    found = features(title, body)
    for share in ("quoted_share", "title_quoted_share", "hangul_share", "type_token_ratio"):
        assert 0.0 <= getattr(found, share) <= 1.0
