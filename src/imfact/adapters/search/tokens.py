"""Tokens of Korean text: ko-dic morphemes and character bigrams. Not for ranking or queries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# lindera ships neither stubs nor py.typed; nothing of it leaves `_tokenize`.
import lindera  # type: ignore[import-untyped]

_CJK = "가-힣ᄀ-ᇿ一-鿿"
_RUN = re.compile(rf"[{_CJK}]+|\d+(?:\.\d+)+|[^\W_{_CJK}]+")
_CJK_START = re.compile(rf"[{_CJK}]")
_HAN = re.compile(r"[一-鿿]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# Particles, endings, symbols and the suffixes that make verbs or plurals. XPN stays, always: without
# its prefix 비급여 (not covered) would become 급여 (covered). Numbers and Latin come from _RUN.
_DROPPED = ("E", "J", "S", "XS", "VCP", "UNKNOWN")
_HANJA = "SH"
_PARTICLE = re.compile(
    r"(?:에서는|에서도|에게는|으로는|으로도|이라는|까지|부터|에서|에게|으로|라는|처럼|보다|이나|은|는|이|가|을|를|의|에|도|로|와|과|만)$"
)


@dataclass(frozen=True, slots=True)
class _Token:
    surface: str
    details: tuple[str, ...]
    """tag, class, final consonant, reading, type, first tag, last tag, expression"""
    start: int
    end: int

    @property
    def tag(self) -> str:
        return self.details[0]


def fold(text: str) -> str:
    """Return ``text`` as both engines index it: NFKC, lower-case, 1,234 as 1234."""
    return _THOUSANDS.sub("", unicodedata.normalize("NFKC", text).lower())


def grams(folded: str) -> list[str]:
    """Return the character bigrams of Korean runs (a lone syllable stays), Latin words and numbers."""
    found: list[str] = []
    for run in _RUN.findall(folded):
        if len(run) > 2 and _CJK_START.match(run):
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
        else:
            found.append(run)
    return found


def latin(folded: str) -> list[str]:
    """Return the Latin words and numbers of ``folded``."""
    return [run for run in _RUN.findall(folded) if not _CJK_START.match(run)]


def morphemes(folded: str) -> list[str]:
    """Return the content morphemes; compounds are split, a prefix stays joined to its noun."""
    return [text for text, tag in _joined(_tokenize(folded)) if _is_content(tag)]


def content_morphemes(text: str) -> list[str]:
    """Return the content morphemes of a text that is not folded yet."""
    return morphemes(fold(text))


def index_tokens(text: str) -> str:
    """Return all tokens of ``text``, parted by spaces, for an index with a white-space analyser."""
    folded = fold(text)
    return " ".join([*morphemes(folded), *grams(folded)])


def morpheme_spans(text: str) -> list[tuple[int, int]]:
    """Return the character offsets of each content morpheme with what hangs on it, in order.

    Particles, endings and suffixes belong to the morpheme before them; white space and marks to none.
    """
    starts = {len(text[:place].encode()): place for place in range(len(text) + 1)}
    spans: list[tuple[int, int]] = []
    for token in _tokenize(text):
        if token.start not in starts or token.end not in starts or not token.surface.strip():
            continue
        start, end = starts[token.start], starts[token.end]
        if _is_content(token.tag):
            spans.append((start, end))
        elif spans and spans[-1][1] == start and token.tag != "UNKNOWN" and token.tag[0] != "S":
            spans[-1] = (spans[-1][0], end)
    return spans


def without_particle(word: str) -> str | None:
    """Return a folded ``word`` without its particle, None if it seems to have none.

    The dictionary knows 제주도 as one noun and leaves it; 한국은행이, which it misreads as 한국+은+행이, is
    cut because 한국은행 is a noun that it knows.
    """
    match = _PARTICLE.search(word)
    if match is None or match.start() < 2:
        return None
    stem = word[: match.start()]
    tags = [token.tag for token in _tokenize(word)]
    if len(tags) == 1 or tags[-1].startswith("XS"):
        return None
    if tags[-1].startswith("J"):
        return stem
    stem_tags = [token.tag for token in _tokenize(stem)]
    return stem if len(stem_tags) == 1 and stem_tags[0].startswith("NN") else None


@lru_cache(maxsize=1)
def _tokenizer() -> lindera.Tokenizer:
    # Loaded at the first use (40 MB), so that importing the adapter costs nothing.
    return lindera.Tokenizer(lindera.load_dictionary("embedded://ko-dic"), mode="normal")


def _tokenize(text: str) -> list[_Token]:
    return [
        _Token(token.surface, tuple(token.details), token.byte_start, token.byte_end)
        for token in _tokenizer().tokenize(text)
    ]


def _is_content(tag: str) -> bool:
    return tag == _HANJA or not tag.startswith(_DROPPED)


def _joined(tokens: list[_Token]) -> Iterator[tuple[str, str]]:
    """Yield morphemes with their tags; a prefix and the noun that it touches are one."""
    prefix: _Token | None = None
    for token in tokens:
        if prefix is not None:
            if prefix.end == token.start and token.tag.startswith(("N", "XR")):
                yield _reading(prefix) + _reading(token), token.tag
                prefix = None
                continue
            yield from _parts(prefix)
            prefix = None
        if token.tag == "XPN":
            prefix = token
        else:
            yield from _parts(token)
    if prefix is not None:
        yield from _parts(prefix)


def _parts(token: _Token) -> Iterator[tuple[str, str]]:
    if len(token.details) > 7 and token.details[4] in {"Compound", "Inflect", "Preanalysis"}:
        for part in token.details[7].split("+"):
            text, _, rest = part.partition("/")
            if text:
                yield text, rest.partition("/")[0]
    else:
        yield _reading(token), token.tag


def _reading(token: _Token) -> str:
    """Return the Hangul reading of Hanja (新 → 신), else the surface."""
    if len(token.details) > 3 and token.details[3] != "*" and _HAN.search(token.surface):
        return token.details[3]
    return token.surface
