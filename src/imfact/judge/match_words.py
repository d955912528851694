"""Where and how far a body carries the words of a headline. No weights, no vectors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from imfact.kit.korean import neighbours

WORD_FEATURES = (
    "words_found",
    "stems_found",
    "stems_missing",
    "pairs_found",
    "pairs_found_early",
    "pairs_of_best_sentence",
    "worst_word",
    "second_worst_word",
    "missing_in_a_row",
    "longest_run",
    "first_word_found",
    "first_stem_found",
    "first_word_place",
    "first_word_acts",
    "first_word_often",
    "actor_found",
    "words_in_order",
    "words",
    "latin_words",
    "latin_found",
    "quotations_found",
    "best_quotation",
)
_EARLY = 100
_LATIN = re.compile(r"[A-Za-z]+")
_QUOTATION = re.compile(r"[“\"‘'](.+?)[”\"’']")
_ACTOR = re.compile(r"[\"“'‘\s]*(?:\[[^\]]*\]\s*)?([0-9A-Za-z가-힣]{2,12})\s?[,·…\"“'‘]")
_NOT_TEXT = re.compile(r"[^0-9A-Za-z가-힣一-鿿]+")
_SENTENCE = re.compile(r"(?<=[다요])[.?!]|\n|…|\.\s")
_NOTHING = -0.5
# The first word as the subject of a sentence, perhaps with a title or the like between.
_SUBJECT = re.compile(r"\s?(?:\w+\s)?\S{0,3}[은는이가]\s")


def folded(text: str) -> str:
    """Return ``text`` with a space for all that is no letter or digit."""
    return _NOT_TEXT.sub(" ", text)


def words_of(headline: str) -> list[str]:
    """Return the words of a folded headline that are longer than a character."""
    return [word for word in headline.split() if len(word) > 1]


def followed(word: str, by: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the match of ``by`` behind the first ``word`` of ``text`` that has one.

    One pattern for all words: a pattern of each would be compiled for each article.
    """
    place = text.find(word)
    while place >= 0:
        if found := by.match(text, place + len(word)):
            return found
        place = text.find(word, place + 1)
    return None


def word_features(title: str, body: str, text: str) -> list[float]:
    """Return ``WORD_FEATURES``.

    Args:
        title: The headline.
        body: What is compared of the body.
        text: The same, folded.
    """
    headline = folded(title)
    words = words_of(headline)
    pairs, own = neighbours(headline), neighbours(text)
    stems = [word[:2] in text for word in words]
    shares = sorted(_share_of(neighbours(word), own) for word in words)
    latin = [word for word in words if _LATIN.fullmatch(word)]
    quotations = [neighbours(folded(quote)) for quote in _QUOTATION.findall(title)]
    sentences = [neighbours(folded(one)) for one in _SENTENCE.split(body) if len(one) > 1]
    first = words[0] if words else ""
    places = [place for word in words if (place := text.find(word[:2])) >= 0]
    actor = _ACTOR.match(title)
    return [
        _share([_found(word, text) for word in words]),
        _share(stems),
        len(stems) - sum(stems),
        _share_of(pairs, own),
        _share_of(pairs, neighbours(text[:_EARLY])),
        max((_share_of(pairs, one) for one in sentences), default=0.0),
        shares[0] if shares else 0.0,
        shares[1] if len(shares) > 1 else 1.0,
        _longest(stems),
        _longest_run(headline, text),
        bool(first) and first in text,
        bool(stems) and stems[0],
        1.0 - text.find(first[:2]) / max(len(text), 1) if stems and stems[0] else 0.0,
        bool(first) and followed(first, _SUBJECT, text) is not None,
        min(text.count(first[:3]), 5) if first else 0,
        _actor(actor[1], text) if actor else _NOTHING,
        _share([one < other for one, other in pairwise(places)]),
        len(words),
        len(latin),
        sum(word in text for word in latin),
        _share([quote <= own for quote in quotations]) if quotations else _NOTHING,
        max((_share_of(q, own) for q in quotations), default=_NOTHING),
    ]


def _actor(name: str, text: str) -> float:
    """Return 1 where the whole name is there, less where its beginning is, or its letters in order."""
    if name in text:
        return 1.0
    if name[:-1] in text and len(name) > 2:
        return 0.8
    if name[:2] in text:
        return 0.6
    # 한은 for 한국은행: the letters of a short name begin parts of one word.
    return 0.4 if re.search(r"[가-힣]{0,3}".join(map(re.escape, name[:4])), text) else 0.0


def _found(word: str, text: str) -> bool:
    # Without its last character, which is mostly a particle.
    return word in text or (len(word) > 2 and word[:-1] in text)


def _longest(found: Sequence[bool]) -> int:
    most = run = 0
    for one in found:
        run = 0 if one else run + 1
        most = max(most, run)
    return most


def _longest_run(headline: str, text: str) -> float:
    """Return how long a piece of the headline the text has, as a share of the headline."""
    most = start = 0
    for end in range(1, len(headline) + 1):
        while start < end and headline[start:end] not in text:
            start += 1
        most = max(most, end - start)
    return most / max(len(headline), 1)


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 0.0


def _share_of(asked: set[str], own: set[str]) -> float:
    return len(asked & own) / len(asked) if asked else 0.0
