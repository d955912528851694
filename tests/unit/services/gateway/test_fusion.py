"""Fusion keeps what both rankings agree on, and never invents or loses a hit."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from imfact.contracts.search import SearchHit
from imfact.services.gateway.fusion import TEXT_WEIGHT, VECTOR_WEIGHT, fuse

RANKING = st.dictionaries(
    st.sampled_from([letter * 32 for letter in "0123456789abcdef"]),
    st.floats(-1e6, 1e6),
    max_size=16,
).map(
    lambda scores: [
        SearchHit(url_hash=key, score=value)
        for key, value in sorted(scores.items(), key=lambda pair: -pair[1])
    ]
)


@given(RANKING, RANKING)
def test_every_hit_once_best_first_with_how_it_was_found(text, vector):
    fused = fuse(text, vector)
    words = {hit.url_hash for hit in text}
    meaning = {hit.url_hash for hit in vector}
    assert {hit.url_hash for hit in fused} == words | meaning
    assert len(fused) == len(words | meaning)
    scores = [hit.score for hit in fused]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    for hit in fused:
        assert ("text" in hit.matched) == (hit.url_hash in words)
        assert ("vector" in hit.matched) == (hit.url_hash in meaning)


@given(RANKING)
def test_one_ranking_alone_keeps_its_order(ranking):
    places = {hit.url_hash: hit.score for hit in ranking}
    for fused in (fuse(ranking, []), fuse([], ranking)):
        given_scores = [places[hit.url_hash] for hit in fused]
        assert all(
            before >= after or abs(before - after) < 1e-6 * max(1.0, abs(before))
            for before, after in pairwise(given_scores)
        )


@given(RANKING, RANKING, st.floats(0.5, 2.0), st.floats(-1.0, 1.0))
def test_the_scale_of_an_engines_scores_does_not_matter(text, vector, factor, shift):
    rescaled = [SearchHit(url_hash=hit.url_hash, score=hit.score * factor + shift) for hit in text]
    expected = {hit.url_hash: hit.score for hit in fuse(text, vector)}
    if len({hit.score for hit in text}) == len({hit.score for hit in rescaled}):
        spread = max((h.score for h in text), default=0) - min((h.score for h in text), default=0)
        if spread > 1e-3:
            for hit in fuse(rescaled, vector):
                assert abs(hit.score - expected[hit.url_hash]) < 1e-3


def test_best_in_both_is_best_and_the_weights_are_shares():
    both = [SearchHit(url_hash="a" * 32, score=9), SearchHit(url_hash="b" * 32, score=1)]
    assert [hit.score for hit in fuse(both, both)] == [1.0, 0.0]
    assert TEXT_WEIGHT + VECTOR_WEIGHT == 1
    assert fuse([], []) == []
