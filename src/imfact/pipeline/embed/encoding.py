"""Which texts of an article are encoded and how; everything of a batch goes to the encoder at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from imfact.adapters.encoder.port import Encoder
from imfact.contracts.article import CuratedArticle
from imfact.judge.reading import sentences_to_encode, text_to_encode
from imfact.kit.korean import lead_of
from imfact.kit.wire import wire_text
from imfact.lake.vectors import ArticleVectors

# About 256 tokens of body behind the title: what search compares a query with.
_ARTICLE_CHARACTERS = 600


@dataclass(frozen=True, slots=True)
class Article:
    """A curated article with its key."""

    record: CuratedArticle
    key: str


def encode_articles(articles: Sequence[Article], encoder: Encoder) -> list[ArticleVectors]:
    """Return the vectors of each article; a text that occurs twice is encoded once."""
    sentences = [sentences_to_encode(article.record.body) for article in articles]
    leads = [lead_of(article.record.body) for article in articles]
    wholes = [whole_text(article.record.title, article.record.body) for article in articles]
    texts = list(
        dict.fromkeys(
            text
            for article, own, lead, whole in zip(articles, sentences, leads, wholes, strict=True)
            for text in (article.record.title, lead, whole, *map(text_to_encode, own))
            if text
        )
    )
    rows = encoder.encode(texts, "passage")
    place = {text: place for place, text in enumerate(texts)}
    return [
        ArticleVectors(
            url_hash=article.record.url_hash,
            text_hash=article.record.text_hash,
            curated_key=article.key,
            title=rows[place[article.record.title]],
            lead=rows[place[lead]] if lead else None,
            article=rows[place[whole]],
            sentences=rows[
                np.array([place[text_to_encode(sentence)] for sentence in own], dtype=np.intp)
            ],
            spans=tuple((sentence.start, sentence.end) for sentence in own),
        )
        for article, own, lead, whole in zip(articles, sentences, leads, wholes, strict=True)
    ]


def whole_text(title: str, body: str) -> str:
    """Return what the vector of an article is made of: headline and beginning of the wire text."""
    return f"{title}\n{wire_text(body)[:_ARTICLE_CHARACTERS]}".strip()
