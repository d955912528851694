"""Match, coherence and spans: what is measured, which signal decides, what is shown as evidence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imfact.contracts.model import Calibration, PlattLine
from imfact.contracts.policy import SignalThresholds
from imfact.judge.carried import carried_evidence
from imfact.judge.coherence import COHERENCE_FEATURES, Segment, measure_segments
from imfact.judge.foreign import foreign_evidence
from imfact.judge.likeness import LIKENESS_FEATURES, likeness_features, spans_of
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


def test_the_first_sentence_is_in_no_segment_and_none_is_longer_than_half():
    spans = spans_of(7)
    found = list(zip(spans.starts.tolist(), spans.ends.tolist(), strict=True))
    assert found == [
        (start, start + length) for length in (1, 2, 3) for start in range(1, 8 - length)
    ]
    assert spans.sums(np.arange(7.0)).tolist() == [sum(range(a, b)) for a, b in found]


def test_a_foreign_paragraph_stands_out_in_every_measure():
    own, other = unit(1, 0.1, 0), unit(0, 0.1, 1)
    vectors = np.array([own, own, other, other, own, own, own]).astype(np.float64)
    spans = spans_of(7)
    found = likeness_features(vectors @ vectors.T, spans)
    assert found.shape == (len(spans.starts), len(LIKENESS_FEATURES))
    foreign = int(np.flatnonzero((spans.starts == 2) & (spans.ends == 4))[0])
    measures = dict(zip(LIKENESS_FEATURES, found.T, strict=True))
    for name in ("contrast", "contrast_of_length", "edge", "bridge", "near"):
        assert measures[name].argmax() == foreign, name
    assert measures["across"].argmin() == foreign
    # Plainly computed, what the summed areas must give.
    across = float((vectors[2:4] @ vectors[[0, 1, 4, 5, 6]].T).mean())
    assert measures["across"][foreign] == pytest.approx(across, abs=1e-6)
    assert measures["nearest"][foreign] == pytest.approx(across, abs=1e-6)
    assert measures["contrast"][foreign] == pytest.approx(1.0 - across, abs=1e-6)
    assert measures["inner"][foreign] == pytest.approx(0.0, abs=1e-6)


def test_words_offers_and_headline_are_measured_of_each_segment():
    own, other = unit(1, 0.1, 0), unit(0, 0.1, 1)
    vectors = np.array([own, own, other, other, own, own, own])
    texts = ["가온시 버스 요금이 오른다고 시가 밝혔다."] * 7
    texts[2] = "누리호수 낚시 대회가 열린다."
    texts[3] = "지금 바로 주문하면 무료 체험권을 드립니다."
    places = np.vstack([own[None], vectors])
    measured = measure_segments(texts, vectors, own, places)
    assert measured is not None
    assert measured.features.shape[1] == len(COHERENCE_FEATURES)
    assert measured.features.dtype == np.float32
    rows = [measured.segment(row) for row in range(len(measured.features))]
    foreign = measured.features[rows.index(Segment(2, 4))]
    plain = measured.features[rows.index(Segment(4, 6))]
    named = {
        name: (float(foreign[n]), float(plain[n])) for n, name in enumerate(COHERENCE_FEATURES)
    }
    assert named["words_shared"] == (0.0, 1.0)
    assert named["advertising"] == (0.5, 0.0)
    assert named["advertising_elsewhere"] == (0.0, 1.0)
    assert named["vector_headline_less"][0] > 0 > named["vector_headline_less"][1]
    assert named["length"] == (2.0, 2.0)
    assert measure_segments(texts[:3], vectors[:3], own, places[:4]) is None


def test_the_segment_and_what_advertises_are_shown():
    texts = ["가온시 버스 요금이 오른다고 시가 밝혔다."] * 7
    texts[3] = "지금 바로 주문하면 무료 체험권을 드립니다."
    sentences = split_sentences("\n".join(texts))
    reasons = foreign_evidence(sentences, Segment(2, 4))
    assert [reason.kind for reason in reasons] == ["foreign", "advertising"]
    assert [reason.kind for reason in foreign_evidence(sentences, None)] == ["advertising"]


@given(
    st.lists(st.lists(st.floats(-1, 1), min_size=3, max_size=3), min_size=4, max_size=16),
    st.lists(st.text(max_size=40), min_size=16, max_size=16),
)
def test_any_body_has_finite_coherence(rows, texts):
    vectors = np.array([unit(1, *row) for row in rows])
    title = unit(1, 0, 0, 0)
    found = measure_segments(texts[: len(rows)], vectors, title, np.vstack([title[None], vectors]))
    assert found is not None
    assert np.isfinite(found.features).all()


@pytest.mark.parametrize("length", [2, 99, 300, 1_000, 100_000])
def test_variants_together_are_never_longer_than_those_of_a_long_headline(length):
    title = "가" * length
    found = variants(title, [(n, n + 1) for n in range(length)])
    assert sum(len(one.title) for one in found) <= 24 * 100
    assert len(found) == min(24, length, 2_400 // length)


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
