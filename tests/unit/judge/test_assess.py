"""The whole verdict: signals, band, reasons with offsets, versions; and that nothing makes it fail."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imfact.judge.assess import Bench, assess
from imfact.judge.calibration import sigmoid
from tests.unit.judge.conftest import BODY, MakeCase

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
BAIT = "충격… 텅 빈 가람시장, 무슨 일?"
PLAIN = "가람시, 어린이 도서관 세 곳 열어"


def test_a_baiting_headline_is_suspected_with_its_words(bench: Bench, make_case: MakeCase):
    verdict = assess(make_case(BAIT, logit=3.0), bench, NOW)
    assert verdict.band == "suspected"
    assert verdict.trust == round(100 * (1 - verdict.p_clickbait))
    assert verdict.signals.style.p == verdict.p_clickbait
    assert verdict.signals.match.p is None
    assert verdict.signals.coherence.p is None
    assert verdict.tactic == "shock"
    assert "충격" in verdict.sentence_ko
    for reason in verdict.reasons:
        text = BAIT if reason.where == "title" else BODY
        if reason.start is not None:
            assert text[reason.start : reason.end] == reason.text
    assert verdict.versions.model_version == "2026-11-24-v1"
    assert verdict.versions.encoder_version == "2026-11-23-v1"
    assert verdict.versions.policy_version == bench.policy.version
    assert verdict.judged_at == NOW


def test_a_plain_headline_is_low(bench: Bench, make_case: MakeCase):
    verdict = assess(make_case(PLAIN, logit=-3.0), bench, NOW)
    assert (verdict.band, verdict.unsure_reason, verdict.tactic) == ("low", None, None)


def test_inside_the_band_it_is_unsure(bench: Bench, make_case: MakeCase):
    low, high = bench.policy.thresholds.unsure_band
    bare = Bench(
        bench.policy.model_copy(
            update={"rules": bench.policy.rules.model_copy(update={"cap": 0.0})}
        ),
        bench.calibration.model_copy(update={"base_rate": 0.1, "slope": 1.0, "intercept": 0.0}),
        bench.model_version,
        bench.encoder_version,
    )
    middle = (low + high) / 2
    logit = -next(x / 1000 for x in range(-9000, 9000) if sigmoid(-x / 1000) < middle)
    verdict = assess(make_case(PLAIN, logit), bare, NOW)
    assert (verdict.band, verdict.unsure_reason) == ("unsure", "near_threshold")


def test_policy_moves_the_verdict_by_its_cap_at_most(bench: Bench, make_case: MakeCase):
    def with_cap(cap: float) -> Bench:
        rules = bench.policy.rules.model_copy(update={"cap": cap})
        policy = bench.policy.model_copy(update={"rules": rules})
        return Bench(policy, bench.calibration, "2026-11-24-v1", "2026-11-23-v1")

    def p(cap: float, title: str) -> float:
        return assess(make_case(title), with_cap(cap), NOW).p_clickbait

    assert p(0.0, BAIT) == p(0.0, PLAIN)
    assert p(0.5, BAIT) > p(0.0, BAIT) > p(0.5, PLAIN)
    assert p(2.0, BAIT) > p(1.0, BAIT) > p(0.5, BAIT)


def test_the_evidence_is_the_nearest_and_the_farthest_sentence_and_no_caption(
    bench: Bench, make_case: MakeCase
):
    reasons = assess(make_case(PLAIN), bench, NOW).reasons
    found = {reason.kind: reason for reason in reasons if reason.where == "body"}
    assert found["supporting"].text.startswith("가람시는 어제")
    assert found["supporting"].weight == pytest.approx(1.0)
    assert found["least_related"].text.startswith("한편 새별산")


def test_without_reasons_the_verdict_is_the_same(bench: Bench, make_case: MakeCase):
    whole = assess(make_case(BAIT), bench, NOW)
    quick = assess(make_case(BAIT), bench, NOW, reasons=False)
    assert quick == whole.model_copy(update={"reasons": ()})


def test_without_a_body_the_probability_is_given_but_no_band(bench: Bench, make_case: MakeCase):
    verdict = assess(make_case(BAIT, 3.0, body=""), bench, NOW)
    assert (verdict.band, verdict.unsure_reason) == ("unsure", "no_body")
    assert verdict.p_clickbait > bench.policy.thresholds.unsure_band[1]
    assert "본문이 없어" in verdict.sentence_ko


@pytest.mark.parametrize("title", ["가", "😀😀😀😀😀", "You will not believe this"])
def test_what_is_not_judged_gets_the_base_rate(bench: Bench, make_case: MakeCase, title: str):
    verdict = assess(make_case(title, 3.0), bench, NOW)
    assert verdict.band == "unsure"
    assert verdict.p_clickbait == bench.policy.thresholds.assumed_base_rate
    assert verdict.signals.style.p is None
    assert verdict.interval is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(title=st.text(max_size=80), body=st.text(max_size=200), logit=st.floats(-50, 50))
def test_no_text_makes_it_fail(
    bench: Bench, make_case: MakeCase, title: str, body: str, logit: float
):
    verdict = assess(make_case(title, logit, body), bench, NOW)
    assert 0 <= verdict.p_clickbait <= 1
    assert verdict.sentence_ko
