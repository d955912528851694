"""Match, coherence and spans: what is measured, which signal decides, what is shown as evidence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imfact.contracts.model import Calibration, PlattLine
from imfact.contracts.policy import SignalThresholds
from imfact.judge.carried import carried_evidence
from imfact.judge.coherence import COHERENCE_FEATURES, coherence_features, foreign_segment
from imfact.judge.foreign import foreign_evidence
from imfact.judge.match import MATCH_FEATURES, match_features, match_finds
from imfact.judge.signals import judge_signals
from imfact.judge.spans import span_reasons, variants
from imfact.kit.korean import split_sentences
from imfact.policy.defaults import install_defaults
from imfact.policy.loading import load_policy
from imfact.store.objects import ObjectStore

TITLE = "가온시, 버스 요금 1500원으로 인하"
BODY = (
    "가온시는 시내버스 요금을 인상한다고 밝혔다. 요금은 내년에 1600원이 된다. 시민 의견을 들었다."
)


def unit(*values: float):
    vector = np.array(values, dtype=np.float32)
    return vector / np.linalg.norm(vector)


def test_what_the_body_says_otherwise_is_found():
    finds = match_finds(TITLE, BODY)
    assert finds.turned == (("인하", "인상"),)
    assert finds.otherwise == (("1500원", "1600원"),)
    assert finds.missing_numbers == ("1500",)
    reasons = carried_evidence(TITLE, BODY, split_sentences(BODY))
    assert {reason.kind for reason in reasons} == {"missing", "contradicting"}
    for reason in reasons:
        text = TITLE if reason.where == "title" else BODY
        assert text[reason.start : reason.end] == reason.text


def test_another_date_contradicts_nothing():
    assert match_finds("가온시, 11월까지 공사", "가온시는 3월부터 공사를 한다.").otherwise == ()


def test_a_carried_headline_has_nothing_against_it():
    finds = match_finds("가온시, 시내버스 요금 인상", BODY)
    assert finds.missing_words == ()
    assert finds.turned == ()


@given(st.text(max_size=80), st.text(max_size=300))
def test_any_text_gives_finite_features(title: str, body: str):
    found = match_features(title, body, unit(1, 0), unit(1, 1))
    assert found.shape == (len(MATCH_FEATURES),)
    assert np.isfinite(found).all()


def test_the_foreign_paragraph_is_the_segment():
    own, other = unit(1, 0.1, 0), unit(0, 0.1, 1)
    vectors = np.array([own, own, other, other, own, own, own])
    segment = foreign_segment(vectors)
    assert segment is not None
    assert (segment.start, segment.end) == (2, 4)
    texts = [f"가온시 버스 요금이 {n}번째로 오른다고 시가 밝혔다." for n in range(7)]
    texts[3] = "지금 바로 주문하면 무료 체험권을 드립니다."
    found = coherence_features(texts, vectors, own)
    assert found is not None
    assert found.shape == (len(COHERENCE_FEATURES),)
    assert np.isfinite(found).all()
    reasons = foreign_evidence(split_sentences("\n".join(texts)), vectors)
    assert [reason.kind for reason in reasons] == ["foreign", "advertising"]
    assert coherence_features(texts[:3], vectors[:3], own) is None


@given(st.lists(st.lists(st.floats(-1, 1), min_size=3, max_size=3), min_size=4, max_size=12))
def test_any_body_has_finite_coherence(rows):
    vectors = np.array([unit(1, *row) for row in rows])
    found = coherence_features(["문장입니다."] * len(rows), vectors, unit(1, 0, 0, 0))
    assert found is not None
    assert np.isfinite(found).all()


def test_variants_leave_one_span_out_each():
    found = variants("결국 눈물", [(0, 2), (3, 5)])
    assert [(one.start, one.end, one.title) for one in found] == [(0, 2, "눈물"), (3, 5, "결국")]
    assert variants("결국", [(0, 2)]) == []


def test_only_spans_that_matter_are_told_strongest_first():
    first, second, third = variants("결국 그 눈물", [(0, 2), (3, 4), (5, 7)])
    reasons = span_reasons("결국 그 눈물", 0.6, [(first, 0.3), (second, 0.59), (third, 0.1)], [])
    assert [(reason.text, reason.p_without) for reason in reasons] == [("눈물", 0.1), ("결국", 0.3)]
    assert "10%" in reasons[0].note_ko


@pytest.fixture
def policy(tmp_path):
    store = ObjectStore(tmp_path)
    install_defaults(store)
    found = load_policy(store)
    limits = SignalThresholds(
        T=0.5, unsure_band=(0.4, 0.6), assumed_base_rate=0.2, derived_from="test"
    )
    thresholds = found.thresholds.model_copy(update={"match": limits, "coherence": None})
    return found.model_copy(update={"thresholds": thresholds})


LINE = PlattLine(method="platt", slope=1.0, intercept=0.0, fitted_on="test", base_rate=0.2)
CALIBRATION = Calibration(**LINE.model_dump(), match=LINE, coherence=LINE)


def test_the_worst_band_decides_and_one_without_a_threshold_does_not(policy):
    judged = judge_signals(-6.0, 3.0, 6.0, [], CALIBRATION, policy)
    assert judged.band == "suspected"
    assert judged.deciding.name == "match"
    coherence = judged.of("coherence")
    assert coherence is not None
    assert judged.largest == coherence.p
    assert judged.shown().coherence.band is None
    calm = judge_signals(-6.0, -6.0, None, [], CALIBRATION, policy)
    assert (calm.band, calm.deciding.name, calm.of("coherence")) == ("low", "style", None)
