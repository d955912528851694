"""Coherence on made-up vectors: the space, what is learned from, and what its graphs answer."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from imfact.adapters.classifier.coherence import OnnxCoherence
from imfact.judge.coherence import COHERENCE_FEATURES
from imfact.judge.evaluation import auroc
from imfact.pipeline.train.coherence_data import Body, Made, made_bodies
from tests.encoders import PairEncoder

SIZE, NOISE, MATTER = 24, 16, 6


def bodies(seed: int, count: int) -> list[Body]:
    """Each text has a matter in few dimensions, drowned by noise in others that say nothing."""
    generator = np.random.default_rng(seed)
    found = []
    for number in range(count):
        matter = generator.normal(size=MATTER)
        rows = np.zeros((9, SIZE))
        rows[:, :NOISE] = generator.normal(size=(9, NOISE))
        rows[:, NOISE : NOISE + MATTER] = matter + 0.2 * generator.normal(size=(9, MATTER))
        rows[:, -1] = 2.0
        rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        words = tuple(f"가온시는 {number}번 계획의 {n}번째 안을 밝혔다." for n in range(9))
        found.append(Body(words, rows, rows[0]))
    return found


def altered(own: list[Body], seed: int, draws: int) -> list[Made]:
    random = Random(seed)
    found = []
    for number, body in enumerate(own):
        marks = np.zeros(9, dtype=bool)
        found.append(Made(number, "own", body.sentences, body.vectors, marks))
        for _ in range(draws):
            other = own[(number + random.randint(1, len(own) - 1)) % len(own)]
            start, place = random.randint(0, 6), random.randint(1, 9)
            vectors = np.insert(body.vectors, [place], other.vectors[start : start + 3], axis=0)
            words = body.sentences[:place] + other.sentences[start : start + 3]
            marks = np.insert(np.zeros(9, dtype=bool), [place], [True] * 3)
            found.append(Made(number, "inserted", words + body.sentences[place:], vectors, marks))
    return found


def test_what_is_foreign_is_marked_and_comes_from_another_event():
    own = [
        Body(body.sentences, PairEncoder().encode(body.sentences), body.title)
        for body in bodies(1, 40)
    ]
    titles = np.array([body.title for body in own])
    made = made_bodies(own, titles, np.arange(40) // 2, PairEncoder(), 5, 2)
    assert len(made) == 40 * (1 + 2 * 4)
    for one in made:
        assert len(one.sentences) == len(one.vectors) == len(one.foreign)
        assert one.foreign.any() == (one.kind != "own")
        assert not one.foreign[0]
        for text, foreign in zip(one.sentences, one.foreign, strict=True):
            if not foreign:
                assert text in own[one.body].sentences
            elif one.kind != "advertising":
                assert text not in own[one.body].sentences
                assert text not in own[one.body ^ 1].sentences


def test_the_farthest_sentence_is_measured_plainly():
    (one,) = altered(bodies(2, 1), 1, 0)
    cosines = one.vectors.astype(float) @ one.vectors.T
    np.fill_diagonal(cosines, 0.0)
    assert one.farthest == pytest.approx(1 - cosines.sum(axis=1).min() / 8, abs=1e-5)


@pytest.mark.train
def test_a_foreign_segment_is_learned_and_served_as_learned(tmp_path):
    pytest.importorskip("torch", reason="the train extra is not installed")
    pytest.importorskip("sklearn", reason="the train extra is not installed")
    from imfact.pipeline.train.coherence_fit import Learned, fit_coherence, measured
    from imfact.pipeline.train.coherence_onnx import export_coherence

    own = bodies(3, 80)
    asked: list[int] = []

    def make(places, seed):
        asked.extend(places.tolist())
        return altered([own[place] for place in places.tolist()], seed, 3)

    learned = Learned(
        own, np.arange(80), [f"t{n}" for n in range(80)], [b.vectors[:3] for b in bodies(4, 80)],
        np.arange(80, 160),
    )  # fmt: skip
    signal = fit_coherence(learned, make, 11)
    assert sorted(asked) == list(range(80))

    unseen = bodies(5, 60)
    made = altered(unseen, 6, 1)
    segments = measured(made, unseen, signal.space)
    labels = np.array([one.foreign.any() for one in made], dtype=np.float64)
    logits = signal.logits(segments)
    plain = np.array([one.farthest for one in made])
    assert auroc(logits, labels) > max(auroc(plain, labels) + 0.1, 0.85)

    export_coherence(signal, tmp_path / "sentences.onnx", tmp_path / "segments.onnx")
    served = OnnxCoherence(tmp_path)
    assert served.features == COHERENCE_FEATURES
    vectors = unseen[0].vectors
    assert np.abs(served.places(vectors) - signal.space.places(vectors)).max() < 1e-5
    found, rows = served.worst([own.features for own in segments])
    assert np.abs(found - logits).max() < 1e-4
    overlaps = [
        one.foreign[slice(own.segment(row).start, own.segment(row).end)].any()
        for one, own, row in zip(made, segments, rows.tolist(), strict=True)
        if one.foreign.any()
    ]
    assert np.mean(overlaps) > 0.8
