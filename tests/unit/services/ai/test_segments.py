"""Bodies measured together, and the segment that the model names shown as evidence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from imfact.adapters.classifier.port import ClassifierInput, Logits
from imfact.contracts.ai_api import AssessItem
from imfact.contracts.model import Calibration, PlattLine
from imfact.judge.coherence import COHERENCE_FEATURES
from imfact.kit.errors import ConfigError
from imfact.kit.korean import split_sentences
from imfact.services.ai.segments import Body, measured_bodies
from tests.encoders import MarkClassifier, PairEncoder
from tests.unit.services.ai.conftest import CALIBRATION, MakeEngine

TOWN = "가온시는 시내버스 요금을 내년 3월부터 올린다고 밝혔다."
FOREIGN = "해담전자는 새 반도체 공장을 다음 달 착공할 계획이다."
TEXT = "\n".join([TOWN, TOWN, FOREIGN, TOWN, TOWN])


class OddClassifier(MarkClassifier):
    """As foreign as a segment's words are its own; the longer of two such the more."""

    def __init__(self) -> None:
        super().__init__()
        self.features = {"coherence": COHERENCE_FEATURES}
        self.placed: list[int] = []

    def places(self, vectors):
        self.placed.append(len(vectors))
        return vectors

    def logits(self, inputs: Sequence[ClassifierInput]) -> Logits:
        found = super().logits(inputs)
        column = COHERENCE_FEATURES.index("words_shared")
        for number, one in enumerate(inputs):
            if one.coherence_features is not None:
                own = 5.0 - 9.0 * one.coherence_features[:, column]
                found.segment[number] = int(own.argmax())
                found.coherence[number] = float(own.max())
        return found


@pytest.fixture
def classifier() -> OddClassifier:
    return OddClassifier()


def body(text: str) -> Body:
    sentences = split_sentences(text)
    vectors = PairEncoder().encode([sentence.text for sentence in sentences])
    return Body(sentences, vectors, PairEncoder().encode(["가온시 버스 요금 오른다"])[0])


def test_bodies_are_placed_together_and_measured_as_alone(classifier):
    short, long, few = body(TEXT), body("\n".join([TEXT, TEXT])), body(TOWN)
    found = measured_bodies(classifier, [short, None, long, few])
    assert classifier.placed == [6 + 11 + 2]
    assert found[1] is None
    assert found[3] is None
    for own, together in ((short, found[0]), (long, found[2])):
        (alone,) = measured_bodies(classifier, [own])
        assert alone is not None
        assert together is not None
        assert np.allclose(alone.features, together.features, atol=1e-5)


def test_nothing_is_measured_for_a_model_without_coherence():
    assert measured_bodies(MarkClassifier(), [body(TEXT)]) == [None]


def test_the_named_segment_is_the_evidence(make_engine: MakeEngine, classifier, monkeypatch):
    line = PlattLine(method="platt", slope=1.0, intercept=0.0, fitted_on="test", base_rate=0.2)
    calibration = Calibration(**CALIBRATION.model_dump(exclude={"coherence"}), coherence=line)
    monkeypatch.setattr("tests.unit.services.ai.conftest.CALIBRATION", calibration)
    item = AssessItem(title="가온시 시내버스 요금 내년부터 오른다", body=TEXT)
    (assessed,) = make_engine().assess([item])
    assert assessed.assessment.signals.coherence.p is not None
    foreign = [one.text for one in assessed.assessment.reasons if one.kind == "foreign"]
    assert foreign == [FOREIGN]


def test_a_model_of_other_measures_is_refused(make_engine: MakeEngine, classifier):
    classifier.features = {"coherence": ("sentences", "spread")}
    with pytest.raises(ConfigError, match="other features of coherence"):
        make_engine()
