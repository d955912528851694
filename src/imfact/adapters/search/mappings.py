"""Settings and mappings of the two OpenSearch indices. A change here asks for a rebuild."""

from __future__ import annotations

from typing import Any

from imfact.adapters.search.checks import DIMENSIONS

# Nori's defaults less XPN, whose loss makes 비급여 (not covered) into 급여 (covered), and less the
# adverbs and interjections, which headlines are searched for.
_STOP_TAGS = ["E", "J", "SP", "SSC", "SSO", "SC", "SE", "XSA", "XSN", "XSV", "VCP", "UNA", "NA"]

_FILTERED: dict[str, Any] = {
    "source": {"type": "keyword"},
    "section": {"type": "keyword"},
    "band": {"type": "keyword"},
}

_WORDS: dict[str, Any] = {
    "type": "text",
    "analyzer": "korean",
    # Parts alone: a phrase over compounds and parts at once misses 전기자동차 보조금, as Lucene tries one
    # length of a compound only. The index holds the parts at places of their own.
    "search_analyzer": "korean_parts",
    "fields": {"grams": {"type": "text", "analyzer": "korean_grams"}},
}

_ANALYSIS: dict[str, Any] = {
    "char_filter": {
        # The standard tokenizer keeps "ai반도체" as one word, of which no bigrams would be made.
        "between_scripts": {
            "type": "pattern_replace",
            "pattern": "(?<=[가-힣])(?=[a-z0-9])|(?<=[a-z0-9])(?=[가-힣])",
            "replacement": " ",
        }
    },
    "tokenizer": {
        "nori_mixed": {"type": "nori_tokenizer", "decompound_mode": "mixed"},
        "nori_parts": {"type": "nori_tokenizer", "decompound_mode": "discard"},
    },
    "filter": {"content_words": {"type": "nori_part_of_speech", "stoptags": _STOP_TAGS}},
    "analyzer": {
        "korean": {
            "type": "custom",
            "tokenizer": "nori_mixed",
            "filter": ["content_words", "nori_readingform", "lowercase"],
        },
        "korean_parts": {
            "type": "custom",
            "tokenizer": "nori_parts",
            "filter": ["content_words", "nori_readingform", "lowercase"],
        },
        "korean_grams": {
            "type": "custom",
            "char_filter": ["between_scripts"],
            "tokenizer": "standard",
            "filter": ["lowercase", "cjk_bigram"],
        },
    },
}

TEXT_INDEX: dict[str, Any] = {
    "settings": {
        "index": {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "1s"},
        "analysis": _ANALYSIS,
    },
    "mappings": {
        "dynamic": "strict",
        "properties": {**_FILTERED, "title": _WORDS, "body": _WORDS},
    },
}

VECTOR_INDEX: dict[str, Any] = {
    "settings": {
        "index": {
            "number_of_shards": 1,
            "number_of_replicas": 0,
            "refresh_interval": "1s",
            "knn": True,
        }
    },
    "mappings": {
        "dynamic": "strict",
        "properties": {
            **_FILTERED,
            "vector": {
                "type": "knn_vector",
                "dimension": DIMENSIONS,
                "method": {"name": "hnsw", "engine": "lucene", "space_type": "cosinesimil"},
            },
        },
    },
}
