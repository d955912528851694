"""A verdict as the terminal shows it: signals, spans, what would be without them, colours."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from rich.console import Console

from imfact.cli.verdict import render
from imfact.contracts.assessment import Assessment, Reason, Signal, Signals, Versions
from imfact.contracts.policy import Thresholds

TITLE = "충격! 가람시 버스 요금 12% 인상"
THRESHOLDS = Thresholds(
    T=0.12, unsure_band=(0.04, 0.28), assumed_base_rate=0.1, derived_from="a test"
)
SPAN = Reason(
    kind="span",
    where="title",
    text="충격!",
    start=0,
    end=3,
    tactic="shock",
    signal="style",
    p_without=0.31,
    note_ko="놀람을 앞세우는 말입니다.",
    note_en="puts surprise first",
)
REASONS = (
    SPAN,
    Reason(
        kind="missing",
        where="title",
        text="12%",
        start=11,
        end=14,
        signal="match",
        note_ko="본문에 없는 숫자입니다.",
        note_en="not in the body",
    ),
    Reason(
        kind="contradicting",
        where="body",
        text="가람시는 버스 요금을 인하한다.",
        start=0,
        end=16,
        signal="match",
        note_ko="제목은 ‘인상’, 본문은 ‘인하’라고 합니다.",
        note_en="‘인상’ in the headline, ‘인하’ in the body",
    ),
    Reason(
        kind="advertising",
        where="body",
        text="지금 주문하면 사은품을 드립니다.",
        start=17,
        end=35,
        signal="coherence",
        note_ko="",
        note_en="",
    ),
)
MEASURED = Signals(
    style=Signal(p=0.87, band="suspected"),
    match=Signal(p=0.64, band="suspected"),
    coherence=Signal(p=0.2, band="low"),
)


def verdict(reasons: tuple[Reason, ...] = REASONS, signals: Signals = MEASURED) -> Assessment:
    return Assessment(
        p_clickbait=0.87,
        band="suspected",
        trust=13,
        signals=signals,
        tactic="shock",
        sentence_ko="놀람을 앞세웁니다.",
        sentence_en="It leads with surprise.",
        reasons=reasons,
        versions=Versions(
            model_version="2026-11-24-v1",
            encoder_version="2026-11-24-v1",
            policy_version="v1-000000000000",
            text_hash="0" * 32,
        ),
        judged_at=datetime(2026, 11, 24, tzinfo=UTC),
    )


def printed(assessment: Assessment, *, english: bool = False, colour: bool = False) -> str:
    stream = io.StringIO()
    console = Console(
        file=stream,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        soft_wrap=True,
    )
    console.print(render(TITLE, assessment, THRESHOLDS, english=english))
    return stream.getvalue()


def test_each_signal_has_a_line_with_a_gauge_and_its_own_reasons_below():
    lines = printed(verdict()).splitlines()
    (style,) = (n for n, line in enumerate(lines) if line.startswith("제목 표현"))
    (match,) = (n for n, line in enumerate(lines) if line.startswith("제목–본문 일치"))
    (flow,) = (n for n, line in enumerate(lines) if line.startswith("본문 흐름"))
    assert all("├" in lines[n] and "●" in lines[n] for n in (style, match, flow))
    assert "87%" in lines[style]
    assert "▲ 어긋남 의심" in lines[match]
    assert "● 한 이야기" in lines[flow]
    assert "이 부분이 없으면 낚시 확률 31%" in "\n".join(lines[style:match])
    between = "\n".join(lines[match:flow])
    assert "본문에서 찾지 못한 말: 12%" in between
    assert "어긋나는 문장: 가람시는 버스 요금을 인하한다." in between
    assert "광고로 보이는 문장" in lines[flow + 1]


def test_the_scale_has_marks_for_the_wordings_value_alone_and_no_value_that_nobody_measured():
    whole = verdict()
    own, other = whole, whole.model_copy(update={"trust": 6})
    unmeasured = whole.model_copy(update={"unsure_reason": "too_short", "band": "unsure"})
    scales = [printed(one).splitlines()[1] for one in (own, other, unmeasured)]
    assert ["░" in scale for scale in scales] == [True, False, True]
    assert ["●" in scale for scale in scales] == [True, True, False]
    assert scales[2].split("┤")[1].split()[0] == "–"


def test_plain_where_it_is_piped_and_coloured_on_a_terminal():
    assert "\x1b[" not in printed(verdict())
    coloured = printed(verdict(), colour=True)
    assert "\x1b[1;4;31m충격!" in coloured
    assert "\x1b[35m12%" in coloured


def test_a_word_is_told_once_where_policy_knows_what_the_model_reacts_to():
    known = SPAN.model_copy(update={"kind": "lexicon", "p_without": None, "weight": 0.4})
    text = printed(verdict(reasons=(known, SPAN)))
    (line,) = (line for line in text.splitlines() if line.startswith("  · 충격!"))
    assert "놀람을 앞세우는 말입니다. (+0.40) → 이 부분이 없으면 낚시 확률 31%" in line


def test_english_says_the_same():
    text = printed(verdict(), english=True)
    assert "31% without this" in text
    assert "not found in the body: 12%" in text
    assert "▲ may not fit" in text


@pytest.mark.parametrize(
    ("english", "told"), [(False, "보여 드릴 근거가 없습니다"), (True, "no evidence to show")]
)
def test_a_verdict_without_evidence_says_so(english, told):
    assert told in printed(verdict(reasons=()), english=english)


def test_an_older_verdict_keeps_its_reasons_and_says_what_was_not_measured():
    older = verdict(
        reasons=(
            SPAN.model_copy(update={"kind": "lexicon", "signal": None, "weight": 0.4}),
            Reason(
                kind="supporting",
                where="body",
                text="가람시가 요금을 올린다.",
                start=0,
                end=13,
                note_ko="가깝습니다.",
                note_en="near",
            ),
        ),
        signals=Signals(style=Signal(p=0.87)),
    )
    text = printed(older)
    assert text.count("재지 않았습니다") == 2
    assert "(+0.40)" in text
    assert text.index("뒷받침하는 문장") > text.index("제목–본문 일치")
