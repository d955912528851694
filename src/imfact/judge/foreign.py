"""Evidence of coherence: the sentences that do not belong to the rest of a body."""

from __future__ import annotations

from collections.abc import Sequence

from imfact.contracts.assessment import Reason
from imfact.judge.coherence import Segment, is_advertising
from imfact.kit.korean import Sentence

_FOREIGN = (
    "나머지 본문과 이어지지 않는 문장입니다.",
    "This does not go on from the rest of the body.",
)
_ADVERTISING = ("광고로 보이는 문장입니다.", "This reads like advertising.")


def foreign_evidence(sentences: Sequence[Sentence], segment: Segment | None) -> list[Reason]:
    """Return the sentences of the segment that the model finds foreign, and those that advertise.

    Only meant for bodies whose coherence is doubted: every body has a segment that fits least.

    Args:
        sentences: Those that coherence was judged by.
        segment: The one of the greatest logit.
    """
    inside = range(segment.start, segment.end) if segment else range(0)
    found: list[Reason] = []
    for number, sentence in enumerate(sentences):
        advertises = is_advertising(sentence.text)
        if number not in inside and not advertises:
            continue
        note_ko, note_en = _ADVERTISING if advertises else _FOREIGN
        found.append(
            Reason(
                kind="advertising" if advertises else "foreign",
                where="body",
                text=sentence.text,
                start=sentence.start,
                end=sentence.end,
                signal="coherence",
                note_ko=note_ko,
                note_en=note_en,
            )
        )
    return found
