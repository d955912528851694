"""What of the policy was found in a headline: lexicon words and rules; says nothing of the verdict."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from imfact.contracts.assessment import Tactic
from imfact.contracts.policy import Lexicon, Policy, Rule, Rules
from imfact.judge.headline import Headline
from imfact.judge.terms import places
from imfact.judge.words import lexicon_note
from imfact.kit.korean import quoted_share

# More than any headline; some patterns take time that grows with the square of the length.
_READ_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True)
class Hit:
    """One find; ``span`` in the original headline, None where it is no single span."""

    kind: Literal["lexicon", "rule"]
    text: str
    span: tuple[int, int] | None
    tactic: Tactic | None
    weight: float
    note_ko: str
    note_en: str


def find_hits(title: str, policy: Policy) -> list[Hit]:
    """Return everything of ``policy`` that ``title`` contains, in reading order.

    A rule that found no more than a word of the same tactic is that word, and not counted twice.
    """
    headline = Headline.of(title[:_READ_CHARACTERS])
    words = lexicon_hits(headline, policy.lexicon)
    rules = rule_hits(headline, policy.rules)
    hits = words + [rule for rule in rules if not any(_within(rule, word) for word in words)]
    return sorted(hits, key=lambda hit: hit.span or (len(title), len(title)))


def lexicon_hits(headline: Headline, lexicon: Lexicon) -> list[Hit]:
    """Return the first place of each term that is free; where terms overlap the longest goes first."""
    found = [
        (entry, spots)
        for entry in lexicon.entries
        if (spots := places(headline.text, entry.term, entry.form))
    ]
    found.sort(key=lambda pair: (-len(pair[0].term), pair[1][0]))
    taken: list[tuple[int, int]] = []
    hits: list[Hit] = []
    for entry, spots in found:
        free = next((spot for spot in spots if not _overlaps(spot, taken)), None)
        if free is None:
            continue
        taken.append(free)
        place, after = free
        start, end = headline.span(place, after)
        note_ko, note_en = lexicon_note(entry.term, entry.tactic)
        hits.append(
            Hit(
                "lexicon",
                headline.original[start:end],
                (start, end),
                entry.tactic,
                entry.weight,
                note_ko,
                note_en,
            )
        )
    return hits


def rule_hits(headline: Headline, rules: Rules) -> list[Hit]:
    """Return one hit for each rule that matches, at its first match.

    A match of the whole headline (its length, a bare quotation) is no single span.
    """
    hits: list[Hit] = []
    for rule in rules.rules:
        found, span = _seen(rule, headline)
        if found:
            text = headline.original[slice(*span)] if span else headline.original
            hits.append(
                Hit("rule", text, span, rule.tactic, rule.weight, rule.note_ko, rule.note_en)
            )
    return hits


def main_tactic(hits: Sequence[Hit]) -> Tactic | None:
    """Return the tactic with the most weight, None where nothing speaks for one."""
    weights: dict[Tactic, float] = defaultdict(float)
    for hit in hits:
        if hit.tactic is not None and hit.weight > 0:
            weights[hit.tactic] += hit.weight
    return max(weights.items(), key=lambda item: item[1])[0] if weights else None


def _seen(rule: Rule, headline: Headline) -> tuple[bool, tuple[int, int] | None]:
    """Return whether ``rule`` holds, and where if it is a part of the headline that shows it."""
    if rule.pattern is None:
        return quoted_share(headline.text) > (rule.quoted_share_over or 0.0), None
    match = _compiled(rule.pattern).search(headline.text)
    if match is None:
        return False, None
    whole = match.start() == match.end() or match.group().strip() == headline.text.strip()
    return True, None if whole else headline.span(match.start(), match.end())


def _overlaps(spot: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    return any(spot[0] < end and start < spot[1] for start, end in taken)


def _within(rule: Hit, word: Hit) -> bool:
    if rule.span is None or word.span is None or rule.tactic != word.tactic:
        return False
    return word.span[0] <= rule.span[0] and rule.span[1] <= word.span[1]


@lru_cache(maxsize=1_024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
