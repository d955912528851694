"""What a written summary must pass before anybody reads it; the reply is trusted in nothing.

In this order: form (one to three Korean statements), foreign matter (links, markup, orders, talk of
the task), numbers (figures.py), names (names.py), and that most of each sentence's letters come from
the body. They cannot tell a false statement made of the article's own words: the page says that a
model wrote it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from imfact.adapters.summariser.figures import Value, unknown_figure, values
from imfact.adapters.summariser.names import squeezed, unknown_name
from imfact.adapters.summariser.orders import speaks_to_a_model
from imfact.contracts.assessment import SummaryFallback
from imfact.kit.korean import is_korean

_MOST = 3
_SENTENCE_CHARACTERS = (10, 200)
_TITLE_CHARACTERS = (5, 45)
# Half of the letter pairs, by eye: paraphrase keeps about two thirds, another matter under a fifth.
_SHARE = 0.5

_FOREIGN = re.compile(
    r"https?:|www\.|\b[\w\-]+\.(?:com|net|org|kr|io|ai|gg|me|co|xyz|info|example)\b|\S@\S|(?<!\w)@\w|"
    r"[<>{}\[\]\\`*_#|^]|"
    # Control, zero-width and direction characters, private use: nothing of the kind is in a sentence.
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ue000-\uf8ff]"
)
_IMPERATIVE = re.compile(
    r"(?:십시오|세요|시오|줘)(?=[\s.!\"'”’]|$)|(?:하|거|어|아|해|봐)라(?=[.!\"'”’]|$)"
)
_TASK = re.compile(
    r"언어\s?모델|프롬프트|지시를?\s?(?:무시|따)|요약(?:하면|하겠|입니다|해 드)|다음은 |\bas an ai\b|\bjson\b",
    re.IGNORECASE,
)
_TEASING = re.compile(r"[?!…]|\.\.")
_LETTERS = re.compile(r"[^\w]|_")


@dataclass(frozen=True, slots=True)
class Ground:
    """An article as the checks see it: all but ``title`` is of the body, for a headline may mislead."""

    title: str
    text: str
    figures: frozenset[Value]
    squeezed: str
    pairs: frozenset[str]

    @classmethod
    def of(cls, title: str, body: str) -> Ground:
        """Return the ground that ``title`` and ``body`` make."""
        text = unicodedata.normalize("NFKC", body)
        return cls(title, text, frozenset(values(text)), squeezed(text), frozenset(_pairs(text)))


def fault_of_sentences(sentences: tuple[str, ...], ground: Ground) -> SummaryFallback | None:
    """Return why the summary may not be shown, None where it may."""
    if not 1 <= len(sentences) <= _MOST:
        return "form"
    low, high = _SENTENCE_CHARACTERS
    for sentence in sentences:
        if not (low <= len(sentence) <= high and sentence.endswith("다.") and is_korean(sentence)):
            return "form"
    return next((fault for one in sentences if (fault := _fault(one, ground))), None)


def fault_of_title(title: str, ground: Ground) -> SummaryFallback | None:
    """Return why the suggested headline may not be shown, None where it may."""
    low, high = _TITLE_CHARACTERS
    if not (low <= len(title) <= high and is_korean(title)) or _TEASING.search(title):
        return "form"
    # The same headline with other marks suggests nothing.
    if _letters(title) == _letters(ground.title):
        return "form"
    return _fault(title, ground)


def _fault(claim: str, ground: Ground) -> SummaryFallback | None:
    text = unicodedata.normalize("NFKC", claim)
    task = _TASK.search(text)
    if (
        # Looked for as written too: NFKC turns some marks into plain letters.
        _FOREIGN.search(claim)
        or _FOREIGN.search(text)
        or speaks_to_a_model(text)
        or (_IMPERATIVE.search(text) and not _quoted_imperative(text, ground))
        or (task and task.group() not in ground.text)
    ):
        return "foreign_matter"
    if unknown_figure(text, set(ground.figures)):
        return "unknown_figure"
    if unknown_name(text, ground.squeezed):
        return "unknown_name"
    pairs = _pairs(text)
    if sum(pair in ground.pairs for pair in pairs) < _SHARE * len(pairs):
        return "not_from_article"
    return None


def _quoted_imperative(text: str, ground: Ground) -> bool:
    """Return whether every order in ``text`` stands in quotes, word for word as in the article."""
    outside = re.sub(r"“[^”]*”|‘[^’]*’|\"[^\"]*\"|'[^']*'", " ", text)
    return _IMPERATIVE.search(outside) is None and unknown_name(text, ground.squeezed) is None


def _pairs(text: str) -> list[str]:
    return [a + b for a, b in pairwise(_letters(text))]


def _letters(text: str) -> str:
    return _LETTERS.sub("", unicodedata.normalize("NFKC", text)).casefold()
