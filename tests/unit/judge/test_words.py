"""The verdict speaks calmly, in whole sentences, with the right particles, in both languages."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest

from imfact.contracts.assessment import Band, Tactic, UnsureReason
from imfact.judge.particles import ends_closed, fill
from imfact.judge.words import lexicon_note, verdict_sentences

TACTICS: tuple[Tactic, ...] = get_args(Tactic)
BANDS: tuple[Band, ...] = get_args(Band)
UNSURE: tuple[UnsureReason, ...] = get_args(UnsureReason)


@pytest.mark.parametrize(
    ("word", "closed"),
    [
        ("충격", True),
        ("이유", False),
        ("3", True),
        ("톱5", False),
        ("LH", False),
        ("KTL", True),
        ("", False),
        ("“근황”", True),
    ],
)
def test_a_word_ends_closed_as_it_is_read_aloud(word: str, closed: bool):
    assert ends_closed(word) is closed


def test_particles_follow_the_word():
    assert fill("‘{word}’{은/는} {word}{이라/라}고", "충격") == "‘충격’은 충격이라고"
    assert fill("‘{word}’{을/를} {word}{이/가}", "이유") == "‘이유’를 이유가"


@pytest.mark.parametrize("word", [None, "충격", "이유"])
@pytest.mark.parametrize("tactic", [None, *TACTICS])
def test_every_verdict_is_said_whole_in_both_languages(tactic: Tactic | None, word: str | None):
    for band, reason in itertools.chain(
        [("low", None), ("suspected", None)], (("unsure", reason) for reason in UNSURE)
    ):
        korean, english = verdict_sentences(
            band,  # type: ignore[arg-type]  # a member of Band, lost by chain
            reason,
            tactic,
            word if tactic else None,
            0.816,
        )
        assert korean.endswith("니다.")
        assert english.endswith(".")
        assert "{" not in korean + english
        assert "가짜" not in korean
        assert "거짓" not in korean
        assert (
            ("82%" in korean) == ("82%" in english) == (reason not in ("not_korean", "too_short"))
        )


@pytest.mark.parametrize("tactic", TACTICS)
def test_every_tactic_explains_its_words(tactic: Tactic):
    korean, english = lexicon_note("이유", tactic)
    assert korean.startswith("‘이유’는 ")
    assert korean.endswith("니다.")
    assert english.startswith("‘이유’ ")
