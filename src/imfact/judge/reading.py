"""Which sentences of a body are read, and how much of each; the same for stages and service."""

from __future__ import annotations

import re
from collections.abc import Sequence

from imfact.kit.korean import Sentence, is_korean, neighbours, split_sentences, tells

MOST_SENTENCES = 80
MOST_CHARACTERS = 40_000
_ENCODED_CHARACTERS = 200
_FOREIGN_SENTENCES = 8
LANGUAGE_CHARACTERS = 2_000
"""The beginning of a body that tells its language."""
_NO_LETTER = re.compile(r"[\W\d_]+")


def read_sentences(body: str) -> list[Sentence]:
    """Return the first 80 sentences of the first 40,000 characters; what follows is never judged."""
    return split_sentences(body[:MOST_CHARACTERS])[:MOST_SENTENCES]


def sentences_to_encode(body: str) -> list[Sentence]:
    """Return the sentences that batch encodes: all that are read, but few of a foreign body.

    A body that is not Korean is not judged, and its summary stands near its beginning; encoding all of
    it took most of the time of an archive of foreign pages.
    """
    sentences = read_sentences(body)
    return sentences if is_korean(body[:LANGUAGE_CHARACTERS]) else sentences[:_FOREIGN_SENTENCES]


def text_to_encode(sentence: Sentence) -> str:
    """Return the part of a sentence that is encoded: its first 200 characters."""
    return sentence.text[:_ENCODED_CHARACTERS]


def choose_sentences(title: str, sentences: Sequence[Sentence], characters: int) -> list[Sentence]:
    """Return the sentences worth encoding when somebody waits, in text order, of a bounded length.

    Where not all fit: the first one, then by turns two that share most character pairs with the
    headline and one that shares least, so that both ends of the evidence can be found.
    """
    telling = [sentence for sentence in sentences if tells(sentence.text)]
    if sum(len(text_to_encode(sentence)) for sentence in telling) <= characters:
        return telling
    pairs = _pairs(title)
    rest = sorted(telling[1:], key=lambda sentence: -_shared(pairs, sentence.text))
    chosen: list[Sentence] = telling[:1]
    left = characters - len(text_to_encode(telling[0]))
    while rest:
        candidate = rest.pop(-1 if len(chosen) % 3 == 0 else 0)
        left -= len(text_to_encode(candidate))
        if left < 0:
            break
        chosen.append(candidate)
    return sorted(chosen, key=lambda sentence: sentence.start)


def _pairs(text: str) -> set[str]:
    return neighbours(_NO_LETTER.sub(" ", text))


def _shared(pairs: set[str], text: str) -> float:
    own = _pairs(text)
    return len(pairs & own) / (len(own) + 10)
