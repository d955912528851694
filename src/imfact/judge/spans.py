"""What a headline would be without each of its morphemes, and which of them the verdict hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from imfact.contracts.assessment import Reason, Tactic
from imfact.judge.calibration import log_odds
from imfact.judge.hits import Hit

MOST_VARIANTS = 24
# All variants of a headline together: of one that is no headline (a pasted article) only a few are
# judged, for each costs what its length costs and somebody waits.
MOST_CHARACTERS = 100 * MOST_VARIANTS
_MOST_SPANS = 3
# Below this a morpheme explains nothing. In logits, as near 0 and 1 no single word moves the percent
# much; and in points, as nobody minds 4% or 3%.
_LEAST_LOGITS = 0.35
_LEAST_POINTS = 0.01


@dataclass(frozen=True, slots=True)
class Variant:
    """The headline without ``original[start:end]``."""

    start: int
    end: int
    title: str


def variants(title: str, spans: Sequence[tuple[int, int]]) -> list[Variant]:
    """Return the headline without each span, white space folded; variants that are empty are left out.

    Args:
        title: The headline.
        spans: Morphemes, each with the particles and endings that hang on it, as character offsets.
    """
    found: list[Variant] = []
    most = min(MOST_VARIANTS, MOST_CHARACTERS // max(len(title), 1))
    for start, end in spans[:most]:
        rest = " ".join((title[:start] + title[end:]).split())
        if rest and rest != title:
            found.append(Variant(start, end, rest))
    return found


def span_reasons(
    title: str, p: float, without: Sequence[tuple[Variant, float]], hits: Sequence[Hit]
) -> list[Reason]:
    """Return the spans without which the probability would be clearly lower, the strongest first.

    Args:
        title: The headline.
        p: Its probability.
        without: Each variant with its probability.
        hits: What policy found; lends a span its tactic.
    """
    telling = sorted(
        (
            pair
            for pair in without
            if p - pair[1] >= _LEAST_POINTS and log_odds(p) - log_odds(pair[1]) >= _LEAST_LOGITS
        ),
        key=lambda pair: (pair[1], pair[0].start),
    )
    return [
        Reason(
            kind="span",
            where="title",
            text=title[variant.start : variant.end],
            start=variant.start,
            end=variant.end,
            tactic=_tactic(variant, hits),
            signal="style",
            weight=round(p - lower, 4),
            p_without=round(lower, 4),
            note_ko=f"이 부분이 없으면 낚시 확률은 {round(100 * lower)}%입니다.",
            note_en=f"Without this the probability of bait would be {round(100 * lower)}%.",
        )
        for variant, lower in telling[:_MOST_SPANS]
    ]


def _tactic(variant: Variant, hits: Sequence[Hit]) -> Tactic | None:
    for hit in hits:
        if hit.span and hit.span[0] < variant.end and variant.start < hit.span[1]:
            return hit.tactic
    return None
