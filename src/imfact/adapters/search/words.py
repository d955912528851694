"""What a search asks for: words, each in the forms it may have. No query syntax exists here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from imfact.adapters.search.tokens import fold, grams, latin, morphemes, without_particle

MAX_TOKENS = 64
"""A query keeps its first words until they hold this many distinct tokens; the rest is ignored."""
_MAX_WORD = 32
_BETWEEN = re.compile(r"[^\w.%&+-]+")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query.

    Attributes:
        text: The folded word.
        stem: The word without its particle, None where it has none.
        forms: Sets of tokens; a document holds the word if it holds all tokens of one set.
        tokens: All tokens, those of longer spellings too: the more of them, the better the match.
    """

    text: str
    stem: str | None
    forms: tuple[tuple[str, ...], ...]
    tokens: tuple[str, ...]


def words_of(query: str) -> list[Word]:
    """Return the distinct words of ``query`` in order, at most ``MAX_TOKENS`` tokens in all.

    A document matches if it holds one of the words; each further one lifts it.
    """
    words: list[Word] = []
    seen: set[str] = set()
    tokens: set[str] = set()
    for raw in _BETWEEN.split(fold(query)):
        text = _EDGES.sub("", raw)[:_MAX_WORD]
        if not text or text in seen:
            continue
        seen.add(text)
        stem = without_particle(text)
        spellings = [text] if stem is None else [text, stem]
        found = [f for each in spellings for f in (morphemes(each) + latin(each), grams(each))]
        found_tokens = tuple(dict.fromkeys(token for form in found for token in form))
        if not found_tokens:
            continue
        if words and len(tokens | set(found_tokens)) > MAX_TOKENS:
            break
        tokens.update(found_tokens)
        words.append(Word(text, stem, _smallest(found), found_tokens))
    return words


def _smallest(found: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """Leave out every form that holds all of another; it would match nothing more."""
    forms = dict.fromkeys(tuple(dict.fromkeys(form)) for form in found if form)
    return tuple(a for a in forms if not any(set(b) < set(a) for b in forms))
