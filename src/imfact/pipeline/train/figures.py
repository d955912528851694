"""What a version's held-out rows say of it: figures, reliability, coverage. Not for training."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from imfact.contracts.model import (
    Calibration,
    FigureWords,
    PlattLine,
    Quality,
    QualityFigure,
    ReliabilityBin,
    RiskCoverage,
)
from imfact.judge.calibration import log_odds
from imfact.judge.evaluation import (
    RISKS,
    auroc,
    average_precision,
    expected_calibration_error,
    spearman,
)
from imfact.judge.risk import derive_band
from imfact.pipeline.train import figures_ko
from imfact.pipeline.train.body_signals import FittedSignal
from imfact.pipeline.train.data.readings import LabelSource
from imfact.pipeline.train.head_fit import Head
from imfact.pipeline.train.headlines import LabelledHeadlines
from imfact.pipeline.train.match_data import FITTING, HONEST, WRITTEN

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

BASE_RATES: Mapping[str, float] = {"style": 0.1, "match": 0.03, "coherence": 0.03}
"""Assumed in ordinary news: one bait in ten; swapped headlines and foreign paragraphs are rare."""
RISK = 0.1
MADE = "headlines and bodies altered by program, no readings"
WRITTEN_BY = "texts and headlines written by language models, no readings"
_BINS = 10

READ_BY_KO: Mapping[bool, str] = {
    True: "학습과 평가에 쓴 판정은 모두 언어 모델이 지침에 따라 읽은 것이며, 사람이 읽은 것이 아닙니다.",
    False: "학습과 평가에 쓴 판정의 일부는 사람이 아니라 언어 모델이 지침에 따라 읽은 것입니다.",
}
READ_BY_EN: Mapping[bool, str] = {
    True: "All readings that it learned from and is measured on are by language models following a guide, not by people.",
    False: "Some readings that it learned from and is measured on are by language models following a guide, not by people.",
}
WEAKNESSES_KO = (
    "제목–본문 일치는 본문 앞부분 1,000자만 비교합니다. 본문과 어긋나는 제목이라도 말을 바꿔 썼거나 낱말 하나만 다르면 자주 놓칩니다.",
    "본문 흐름은 같은 분야의 다른 기사에서 온 문단을 자주 놓칩니다.",
)
WEAKNESSES_EN = (
    "Match compares the first 1,000 characters of the body; a headline that contradicts it is often missed where it is worded anew or differs in one word.",
    "Coherence often misses paragraphs of another article of the same field.",
)


def quality(
    held_out: Floats,
    baseline: Floats,
    headlines: LabelledHeadlines,
    calibration: Calibration,
    body: Mapping[str, FittedSignal[Any]],
    readings: str,
    readings_ko: str,
    read_by: Collection[LabelSource],
) -> Quality:
    """Return what the page on method and quality shows.

    Args:
        held_out: Raw logits of style by parts that did not see the row's story.
        baseline: The same without the fine-tuned network.
        headlines: Their rows.
        calibration: The lines of all signals.
        body: Match and coherence with their kept-back rows.
        readings: What the labels of style are.
        readings_ko: The same in Korean.
        read_by: Who gave them.
    """
    labels = headlines.clickbait.astype(np.float64)
    p = probability(held_out, calibration, calibration.base_rate)
    rows = len(labels)
    data = "the labelled headlines, each by parts that did not see its event"
    pairs: tuple[tuple[Literal["auroc", "average_precision", "spearman"], float, float], ...] = (
        ("auroc", auroc(held_out, labels), auroc(baseline, labels)),
        (
            "average_precision",
            average_precision(held_out, labels),
            average_precision(baseline, labels),
        ),
        ("spearman", spearman(held_out, headlines.scores), spearman(baseline, headlines.scores)),
    )
    without = "without the fine-tuned network"
    words = FigureWords(data=figures_ko.LABELLED, readings=readings_ko)
    found = [
        QualityFigure(
            signal="style",
            name=name,
            value=round(value, 4),
            baseline=round(other, 4),
            baseline_name=without,
            data=data,
            readings=readings,
            rows=rows,
            ko=words.model_copy(update={"baseline_name": figures_ko.BASELINES[without]}),
        )
        for name, value, other in pairs
    ]
    found.append(
        QualityFigure(
            signal="style",
            name="ece",
            value=round(expected_calibration_error(p, labels), 4),
            data=data,
            readings=readings,
            rows=rows,
            ko=words,
        )
    )
    for signal in ("match", "coherence"):
        found += _of_body(signal, body[signal])
    by_models, only = "model" in read_by, "person" not in read_by
    ordinary = probability(held_out, calibration, BASE_RATES["style"])
    return Quality(
        reliability=_reliability(p, labels),
        risk_coverage=tuple(
            RiskCoverage(risk=risk, coverage=round(band.coverage, 4))
            for risk in RISKS
            if (band := derive_band(ordinary, labels, BASE_RATES["style"], risk)) is not None
        ),
        figures=tuple(found),
        trained_on_ko=readings_ko,
        weaknesses_ko=(
            *(READ_BY_KO[only],) * by_models,
            *WEAKNESSES_KO,
            "표현은 제목만 읽고 판정하므로, 본문이 답하는 제목도 말을 아끼면 낚시로 볼 수 있습니다.",
        ),
        weaknesses_en=(
            *(READ_BY_EN[only],) * by_models,
            *WEAKNESSES_EN,
            "Style reads the headline alone: one that holds back may count as bait though its text answers it.",
        ),
    )


# Any: figures of free form, as meta.json has them
def metrics(
    held_out: Floats,
    labels: Labels,
    calibration: Calibration,
    head: Head,
    body: Mapping[str, FittedSignal[Any]],
) -> dict[str, Any]:
    """Return the figures of meta.json, with the bands that policy may take over."""
    lines = {"style": (held_out, labels, calibration)} | {
        name: (fitted.logits, fitted.labels, fitted.line) for name, fitted in body.items()
    }
    bands = {}
    for name, (logits, marks, line) in lines.items():
        p = probability(logits, line, BASE_RATES[name])
        band = derive_band(p, marks.astype(float), BASE_RATES[name], RISK)
        bands[name] = None if band is None else {k: round(v, 4) for k, v in asdict(band).items()}
    return {
        "held_out_auroc": round(auroc(held_out, labels.astype(float)), 4),
        "held_out_average_precision": round(average_precision(held_out, labels.astype(float)), 4),
        "training_base_rate": round(float(labels.mean()), 4),
        "rows": len(labels),
        "share_ngram": round(head.share_ngram, 4),
        "share_network": round(head.share_network, 4),
        "suggested_bands": bands,
        "suggested_band_base_rates": dict(BASE_RATES),
        "suggested_band_risk": RISK,
    }


def _of_body(
    signal: Literal["match", "coherence"], fitted: FittedSignal[Any]
) -> list[QualityFigure]:
    """Return the AUROC of each way a row was altered or written, honest rows against those."""
    figures = []
    kinds = np.asarray(fitted.kinds)
    for kind in sorted(set(fitted.kinds) - {*HONEST}):
        written = kind == WRITTEN
        rows = np.isin(kinds, (FITTING if written else "own", kind))
        labels = fitted.labels[rows].astype(np.float64)
        figures.append(
            QualityFigure(
                signal=signal,
                name="auroc",
                value=round(auroc(fitted.logits[rows], labels), 4),
                baseline=round(auroc(fitted.baseline[rows], labels), 4),
                baseline_name=fitted.baseline_name,
                data=f"{'invented texts' if written else 'the latest events'}, kept back: "
                f"{kind.replace('_', ' ')}",
                readings=WRITTEN_BY if written else MADE,
                rows=int(rows.sum()),
                ko=FigureWords(
                    baseline_name=figures_ko.BASELINES[fitted.baseline_name],
                    data=figures_ko.kept_back(kind),
                    readings=figures_ko.WRITTEN_BY if written else figures_ko.MADE,
                ),
            )
        )
    return figures


def _reliability(p: Floats, labels: Floats) -> tuple[ReliabilityBin, ...]:
    """Return bins of equal numbers of rows, by rising probability."""
    order = np.argsort(p, kind="stable")
    return tuple(
        ReliabilityBin(
            said=round(float(p[part].mean()), 4),
            seen=round(float(labels[part].mean()), 4),
            rows=len(part),
        )
        for part in np.array_split(order, _BINS)
        if len(part)
    )


def probability(logits: Floats, line: PlattLine, base_rate: float) -> Floats:
    """Return calibrated probabilities, shifted to ``base_rate``."""
    shifted = line.slope * logits + line.intercept + log_odds(base_rate) - log_odds(line.base_rate)
    return np.asarray(1.0 / (1.0 + np.exp(-shifted)))
