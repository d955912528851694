"""Evidence of match: what of the headline the body lacks, and the sentence that says otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from imfact.contracts.assessment import Reason
from imfact.judge.match import compared, match_finds
from imfact.judge.particles import fill
from imfact.judge.polarity import denial_of
from imfact.judge.statement import statement_of
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
    if not any(reason.kind == "contradicting" for reason in found):
        found += _told_otherwise(title, body, sentences)
    return found


def _told_otherwise(title: str, body: str, sentences: Sequence[Sentence]) -> list[Reason]:
    """Return the sentence that tells what the headline tells, where it denies otherwise or roles are turned."""
    told = statement_of(title, compared(body))
    sentence = next((s for s in sentences if told.text in s.text or s.text in told.text), None)
    if sentence is None:
        return []
    if told.headline_denies != told.denies:
        whose, whose_en = ("제목", "headline") if told.headline_denies else ("본문", "body")
        return [
            _against(
                sentence,
                f"제목과 본문 가운데 {whose}에만 부정하는 말이 있습니다.",
                f"Of headline and body only the {whose_en} denies it.",
            )
        ]
    if told.crossed:
        return [
            _against(
                sentence,
                "누가 누구에게 했는지가 제목과 본문에서 다릅니다.",
                "Headline and body differ in who does it to whom.",
            )
        ]
    return []


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
    return _against(
        sentence,
        f"제목은 ‘{word}’, 본문은 ‘{other}’입니다.",
        f"The headline says ‘{word}’, the body ‘{other}’.",
    )


def _denial(stem: str, denies: bool, sentence: Sentence) -> Reason:
    said = "부정하지 않지만 본문은 부정합니다" if denies else "부정하지만 본문은 그렇지 않습니다"
    said_en = "affirms ‘{}’, the body denies it" if denies else "denies ‘{}’, the body does not"
    return _against(
        sentence,
        f"‘{stem}…’에 대해 제목은 {said}.",
        f"The headline {said_en.format(stem + '…')}.",
    )


def _against(sentence: Sentence, note_ko: str, note_en: str) -> Reason:
    return Reason(
        kind="contradicting",
        where="body",
        text=sentence.text,
        start=sentence.start,
        end=sentence.end,
        signal="match",
        note_ko=note_ko,
        note_en=note_en,
    )
