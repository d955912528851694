"""Korean text at the level of characters and sentences; no dictionary needed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_HANGUL = re.compile(r"[가-힣]")
_LETTER = re.compile(r"[^\W\d_]")
# A sentence ends at .?!… (with closing quotes) before white space, or straight after 다/요/죠/까 + stop
# where a newspaper forgot the space; never inside a number such as 3.5.
_END = re.compile(
    r"(?<=[^\s\d])[.?!…]+[\"'”’」』》)\]]*(?=\s|$)|(?<=[다요죠까])[.?!](?=[가-힣“‘(])|\n+"
)


# Captions, bylines, addresses and copyright lines: parts of a page, not sentences of the story.
_FURNITURE = re.compile(
    r"\S@\S|https?://|무단\s?전재|재배포|저작권자|ⓒ|©|^\s*[▲△▼◀▶■□◆◇●○※☞【\[<(]|"
    r"^\s*(?:사진|자료|출처|그래픽|일러스트|영상)\s?[=:]|(?:기자|특파원|통신원)\s*$|(?:제공|캡처|DB)[.\])]*\s*$"
)


# What stands between one pair of marks on one line; a mark that is never closed quotes nothing.
_QUOTED = re.compile(
    r"“[^“”\n]*”|‘[^‘’\n]*’|「[^「」\n]*」|『[^『』\n]*』|\"[^\"\n]*\"|(?<!\w)'[^'\n]*'(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its place: ``text == source[start:end]``, offsets in characters."""

    text: str
    start: int
    end: int


def hangul_share(text: str) -> float:
    """Return the share of Hangul syllables among the letters of ``text``, 0.0 where there are none."""
    letters = len(_LETTER.findall(text))
    return len(_HANGUL.findall(text)) / letters if letters else 0.0


def is_korean(text: str) -> bool:
    """Return whether at least three letters in ten are Hangul (names and units are often Latin)."""
    return hangul_share(text) >= 0.3


def quoted_share(text: str) -> float:
    """Return the share of ``text`` that stands in quotation marks, the marks included; 0.0 for no text."""
    return sum(map(len, _QUOTED.findall(text))) / len(text) if text else 0.0


def split_sentences(text: str) -> list[Sentence]:
    """Split ``text`` into sentences with offsets; paragraphs always separate. No sentence is empty.

    A stop inside an open quotation does not end the sentence that quotes.
    """
    sentences: list[Sentence] = []
    start = 0
    for match in _END.finditer(text):
        if "\n" not in match.group() and _quotation_open(text[start : match.end()]):
            continue
        _append(sentences, text, start, match.end())
        start = match.end()
    _append(sentences, text, start, len(text))
    return sentences


def tells(sentence: str) -> bool:
    """Return whether ``sentence`` reads as a sentence of the story: long enough, no caption or byline."""
    return len(_LETTER.findall(sentence)) >= 12 and _FURNITURE.search(sentence) is None


def neighbours(text: str) -> set[str]:
    """Return the pairs of neighbouring characters of ``text``, none of them across a space."""
    return {pair for pair in map("".join, pairwise(text)) if " " not in pair}


def lead_of(body: str, limit: int = 200) -> str:
    """Return the first ``limit`` characters of ``body`` with white space folded."""
    return " ".join(body[: limit * 3].split())[:limit]


def _quotation_open(piece: str) -> bool:
    return piece.count("“") > piece.count("”") or piece.count('"') % 2 == 1


def _append(sentences: list[Sentence], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        first = start + len(piece) - len(piece.lstrip())
        sentences.append(Sentence(stripped, first, first + len(stripped)))
