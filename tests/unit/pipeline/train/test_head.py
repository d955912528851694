"""The joint of style: characters left out of what is asked, and how much each part counts."""

from __future__ import annotations

import numpy as np
import pytest

from imfact.adapters.classifier.ngrams import NgramForm
from imfact.pipeline.train.head_fit import (
    Head,
    bucket_matrix,
    fit_ngram,
    fit_shares,
    left_out_ngrams,
)

pytest.importorskip("sklearn", reason="the train extra is not installed")
pytestmark = pytest.mark.train


def test_a_row_is_asked_of_the_line_that_did_not_learn_it():
    titles = ["결국 이럴수가", "도서관 문 열어", "결국 충격", "버스 요금 오른다"] * 3
    labels = np.array([1, 0, 1, 0] * 3)
    buckets = bucket_matrix(titles, NgramForm())
    learned, asked = np.arange(8), np.array([8, 9])
    found = left_out_ngrams(buckets, labels, [(learned, asked)], seed=1)
    assert np.isfinite(found).tolist() == [False] * 8 + [True] * 2 + [False] * 2
    line = fit_ngram(buckets[learned], labels[learned], seed=1)
    assert np.allclose(found[asked], line.logits(buckets[asked]))
    assert found[8] > found[9]


def test_shares_ask_what_tells_within_a_source():
    """The first part knows which source baits, and nothing of its headlines."""
    generator = np.random.default_rng(7)
    sources = np.repeat([0, 1, 2], 400)
    labels = (generator.random(1_200) < np.array([0.1, 0.4, 0.8])[sources]).astype(np.int64)
    knows_source = sources + 0.5 * generator.normal(size=1_200)
    knows_headline = 2.0 * labels + generator.normal(size=1_200)
    knows_source[::50] = np.nan
    first, second = fit_shares(knows_source, knows_headline, labels, sources)
    assert abs(first) < 0.4
    assert second > 1.0
    merged, _ = fit_shares(knows_source, knows_headline, labels, np.zeros_like(sources))
    assert merged > 1.0


def test_parts_count_by_their_shares():
    line = fit_ngram(bucket_matrix(["가나", "다라"] * 4, NgramForm()), np.array([1, 0] * 4), seed=1)
    head = Head(line, share_ngram=0.5, share_network=2.0)
    assert head.join(np.array([2.0, 0.0]), np.array([1.0, -1.0])).tolist() == [3.0, -2.0]
