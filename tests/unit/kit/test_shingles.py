"""Runs of characters, their likeness, and signatures."""

import pytest

from imfact.kit.shingles import BANDS, bands, fold, grams, overlap, share, signature

TEXT = (
    "가람시는 어제 어린이 도서관 세 곳을 열었다고 밝혔다. 시민 백여 명이 문을 여는 자리에 함께했다. "
    "도서관마다 책 만 권과 작은 마당이 있어 누구나 쉬어 갈 수 있다. 한편 새별산에는 첫 서리가 내렸다."
)


def test_folding_leaves_letters_and_digits_without_bylines_and_short_brackets():
    assert fold("[한빛일보 이새봄 기자] ＡＢ시(시장 한별)는 3곳을, 열었다.") == "ab시는3곳을열었다"


@pytest.mark.parametrize(
    ("text", "found"), [("", set()), ("가", {"가"}), ("가나다", {"가나", "나다"})]
)
def test_grams_of_short_texts(text, found):
    assert grams(text, 2) == found


def test_share_and_overlap():
    assert share(frozenset("ab"), frozenset("b")) == 0.5
    assert overlap(frozenset("abc"), frozenset("b")) == 1.0
    assert overlap(frozenset(), frozenset("b")) == 0.0


def test_a_light_edit_shares_bands_and_another_text_none():
    edited = TEXT.replace("세 곳", "네 곳").replace("밝혔다", "말했다")
    other = "나래시 의회는 내년 예산안을 의결했다. 의원 스무 명이 찬성했고 셋은 자리에 없었다." * 3
    own = set(bands(signature(TEXT)))
    assert len(own) == BANDS
    assert own & set(bands(signature(edited)))
    assert not own & set(bands(signature(other)))


def test_a_signature_is_the_same_in_every_process_and_empty_for_no_text():
    assert signature(TEXT)[:24] == signature("[한빛] " + TEXT)[:24]
    assert signature("") == ""
    assert bands("") == ()
    assert all(-(2**31) <= band < 2**31 for band in bands(signature(TEXT)))
