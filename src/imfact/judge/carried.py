"""Evidence of match: what of the headline the body lacks, and the sentence that says otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from imfact.contracts.assessment import Reason
from imfact.judge.match import match_finds
from imfact.judge.particles import fill
from imfact.judge.polarity import denial_of
from imfact.kit.korean import Sentence

_MOST_MISSING = 3


def carried_evidence(title: str, body: str, sentences: Sequence[Sentence]) -> list[Reason]:
    """Return words and numbers of ``title`` that ``body`` nowhere has, and opposites of its words.

    Only meant for headlines whose match is doubted: an honest headline paraphrases too.
    """
    finds = match_finds(title, body)
    missing = [*finds.missing_numbers, *finds.missing_words][:_MOST_MISSING]
    found = [_missing(title, word) for word in missing]
    for word, other in (*finds.turned, *finds.otherwise):
        sentence = next((s for s in sentences if other in s.text), None)
        if sentence is not None:
            found.append(_contradicting(word, other, sentence))
    for stems, denies in ((finds.denied, False), (finds.affirmed, True)):
        for stem in stems:
            sentence = next((s for s in sentences if denial_of(stem, s.text, denies)), None)
            if sentence is not None:
                found.append(_denial(stem, denies, sentence))
    return found


def _missing(title: str, word: str) -> Reason:
    start = title.find(word)
    return Reason(
        kind="missing",
        where="title",
        text=word,
        start=start if start >= 0 else None,
        end=start + len(word) if start >= 0 else None,
        signal="match",
        note_ko=fill("본문에 ‘{word}’{이/가} 나오지 않습니다.", word),
        note_en=f"The body does not have ‘{word}’.",
    )


def _contradicting(word: str, other: str, sentence: Sentence) -> Reason:
    return Reason(
        kind="contradicting",
        where="body",
        text=sentence.text,
        start=sentence.start,
        end=sentence.end,
        signal="match",
        note_ko=f"제목은 ‘{word}’, 본문은 ‘{other}’입니다.",
        note_en=f"The headline says ‘{word}’, the body ‘{other}’.",
    )


def _denial(stem: str, denies: bool, sentence: Sentence) -> Reason:
    said = "부정하지 않지만 본문은 부정합니다" if denies else "부정하지만 본문은 그렇지 않습니다"
    said_en = "affirms ‘{}’, the body denies it" if denies else "denies ‘{}’, the body does not"
    return Reason(
        kind="contradicting",
        where="body",
        text=sentence.text,
        start=sentence.start,
        end=sentence.end,
        signal="match",
        note_ko=f"‘{stem}…’에 대해 제목은 {said}.",
        note_en=f"The headline {said_en.format(stem + '…')}.",
    )
