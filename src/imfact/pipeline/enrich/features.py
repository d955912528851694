"""An article's text in numbers: lengths, punctuation, scripts, lexicon hits. Pure; no verdict."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from imfact.contracts.article import CuratedArticle
from imfact.contracts.policy import Lexicon
from imfact.judge.headline import Headline
from imfact.judge.hits import lexicon_hits
from imfact.kit.korean import quoted_share, split_sentences
from imfact.lake.nlp import TACTICS, NlpFeatures

Morphemes = Callable[[str], Sequence[str]]
"""Gives the content morphemes of a text, in order."""

_QUESTION = re.compile("[?？]")
_EXCLAMATION = re.compile("[!！]")
_ELLIPSIS = re.compile(r"…+|‥+|\.{2,}|···+")
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_LETTER = re.compile(r"[^\W\d_]")
# As code points: look-alikes (豈 is there twice) make a range of letters mean another one.
_HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e]")
_HANJA = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


def features_of(
    article: CuratedArticle, curated_key: str, lexicon: Lexicon, morphemes: Morphemes
) -> NlpFeatures:
    """Return the row of ``article``; the same for the same text, lexicon and dictionary."""
    title, body = article.title, article.body
    sentences = split_sentences(body)
    of_body = list(morphemes(body))
    letters = len(_LETTER.findall(title)) + len(_LETTER.findall(body))
    hits = Counter(hit.tactic for hit in lexicon_hits(Headline.of(title), lexicon))

    def share_of_letters(script: re.Pattern[str]) -> float:
        return _share(len(script.findall(title)) + len(script.findall(body)), letters)

    return NlpFeatures(
        url_hash=article.url_hash,
        text_hash=article.text_hash,
        curated_key=curated_key,
        source=article.source,
        lexicon_version=lexicon.version,
        title_characters=len(title),
        title_words=len(title.split()),
        title_morphemes=len(morphemes(title)),
        title_question_marks=len(_QUESTION.findall(title)),
        title_exclamation_marks=len(_EXCLAMATION.findall(title)),
        title_ellipses=len(_ELLIPSIS.findall(title)),
        title_numerals=len(_NUMERAL.findall(title)),
        title_quoted_share=round(quoted_share(title), 4),
        characters=len(body),
        words=len(body.split()),
        sentences=len(sentences),
        morphemes=len(of_body),
        distinct_morphemes=len(set(of_body)),
        type_token_ratio=_share(len(set(of_body)), len(of_body)),
        mean_sentence_characters=round(
            sum(len(sentence.text) for sentence in sentences) / max(len(sentences), 1), 4
        ),
        question_marks=len(_QUESTION.findall(body)),
        exclamation_marks=len(_EXCLAMATION.findall(body)),
        ellipses=len(_ELLIPSIS.findall(body)),
        numerals=len(_NUMERAL.findall(body)),
        quoted_share=round(quoted_share(body), 4),
        hangul_share=share_of_letters(_HANGUL),
        hanja_share=share_of_letters(_HANJA),
        latin_share=share_of_letters(_LATIN),
        lexicon_hits={tactic: hits[tactic] for tactic in TACTICS},
        byline=bool(article.author),
        paywalled=article.paywalled,
    )


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
