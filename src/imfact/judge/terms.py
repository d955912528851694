"""How a lexicon term is found in a headline: at the start of a word, with Korean endings in mind.

A plain search would find 이것 in 아이것 and 왜 in 왜곡. A dictionary of morphemes would know better, but
splits headlines differently by their neighbours; these forms depend on nothing but the letters.
"""

from __future__ import annotations

import re
from functools import lru_cache

from imfact.contracts.policy import TermForm

_LETTER = r"가-힣A-Za-z"
# Particles and copulas after a noun, up to two of them: 이것만은, 정체라니.
_PARTICLE = (
    r"(?:이?라(?:니|며|고|는|도|면|서|던|더니)?|이?란|이?다|이?었?던|이?었?다|였다|였던|이?네|이?냐|이?냐고|"
    r"인(?:가|데|지|줄)?|일까|일지|이?었나|였나|"
    r"은|는|이|가|을|를|의|에(?:서|게|는|도|만|선)?|으?로(?:는|도|만|서|써)?|와|과|도|만|까지|부터|마저|조차|"
    r"이?나|이?든|이?랑|뿐|처럼|보다|마다|밖에|들|대로|씩|께서?|한테|하고|요|이?야|이?죠)"
)
_AFTER: dict[TermForm, str] = {
    "noun": rf"(?={_PARTICLE}{{0,2}}(?![{_LETTER}]))",
    "tail": rf"(?={_PARTICLE}{{0,2}}(?![{_LETTER}]))",
    "word": rf"(?![{_LETTER}])",
    "stem": "",
}


def places(text: str, term: str, form: TermForm) -> list[tuple[int, int]]:
    """Return every place of ``term`` in ``text``, in order."""
    if _first_word(term) not in text:
        return []
    return [match.span() for match in _compiled(term, form).finditer(text)]


@lru_cache(maxsize=8_192)
def _first_word(term: str) -> str:
    return term.split()[0]


@lru_cache(maxsize=8_192)
def _compiled(term: str, form: TermForm) -> re.Pattern[str]:
    # Headlines write 알고 보니 and 알고보니 alike.
    body = r"\s*".join(re.escape(word) for word in term.split())
    before = "" if form == "tail" else rf"(?<![{_LETTER}])"
    return re.compile(before + body + _AFTER[form])
