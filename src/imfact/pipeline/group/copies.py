"""Whether two articles carry the same text; pure, symmetric."""

from __future__ import annotations

from datetime import timedelta

from imfact.kit.shingles import overlap
from imfact.pipeline.group.telling import SHORT_LETTERS, Telling, Words, article_nearness

WINDOW = timedelta(days=30)
"""A text that comes back later, such as a yearly notice, is another publication."""

# A logistic regression over 2,417 pairs of training articles that were read three times over; none of them is
# a public pair (docs/adr/0034). Runs say how much letters agree, sentences and words how much was left alone.
_RUNS, _SENTENCES, _WORDS, _ARTICLE, _SHORT, _BIAS = 5.71, 2.02, 1.92, 3.20, -3.05, -9.78
# What vectors say on average where words leave it open; for an article whose vectors cannot be read.
_ARTICLE_UNKNOWN = 1.31
# Of whole bodies: two long texts may share their opening and nothing else.
_LEAST_COMMON = 0.25
# So much of a body that is no caption needs no further witness.
_PLAIN = 0.8
# Stock templates differ in their numbers.
_NUMBERS = 0.3
# As much of a sentence makes it the other's.
_SAME_SENTENCE = 0.7


def is_copy(one: Telling, other: Telling) -> bool:
    """Return whether one is a reprint, update or light edit of the other, whatever its headline."""
    mine, yours = one.words, other.words
    # Numbers first: they are few, and most pairs end with them.
    if abs(one.published_at - other.published_at) > WINDOW or not _numbers_agree(
        mine.numbers, yours.numbers
    ):
        return False
    common = overlap(mine.body, yours.body)
    if common < _LEAST_COMMON:
        return False
    plain = common >= _PLAIN and min(mine.length, yours.length) >= SHORT_LETTERS
    return plain or copy_score(one, other) > 0


def copy_score(one: Telling, other: Telling) -> float:
    """Return the log-odds that the openings of both are one text; see :func:`is_copy`."""
    mine, yours = one.words, other.words
    near = article_nearness(one, other)
    return (
        _RUNS * overlap(mine.runs, yours.runs)
        + _SENTENCES * _sentences_shared(mine, yours)
        + _WORDS * overlap(mine.words, yours.words)
        + _ARTICLE * (_ARTICLE_UNKNOWN if near is None else near)
        + _SHORT * (min(mine.length, yours.length) < SHORT_LETTERS)
        + _BIAS
    )


def _sentences_shared(one: Words, other: Words) -> float:
    """Return which share of the shorter opening lies in sentences that the other one has as well."""
    # Of two as long their letters decide, so that the order of the pair does not.
    short, long = sorted((one, other), key=lambda words: (len(words.runs), sorted(words.runs)))
    sizes = [len(sentence) for sentence in short.sentences]
    there = [
        any(overlap(sentence, its) >= _SAME_SENTENCE for its in long.sentences)
        for sentence in short.sentences
    ]
    shared = sum(size for size, found in zip(sizes, there, strict=True) if found)
    return shared / sum(sizes) if sizes else 0.0


def _numbers_agree(one: frozenset[str], other: frozenset[str]) -> bool:
    return min(len(one), len(other)) < 2 or overlap(one, other) >= _NUMBERS
