"""Figures of a model that nobody trained, for the tests of what shows them."""

from __future__ import annotations

from imfact.contracts.model import Quality, QualityFigure, ReliabilityBin, RiskCoverage

_READINGS = "three readings a headline by language models, not by people"

QUALITY = Quality(
    reliability=tuple(
        ReliabilityBin(said=said, seen=seen, rows=rows)
        for said, seen, rows in (
            (0.03, 0.02, 1_480),
            (0.12, 0.14, 610),
            (0.27, 0.24, 300),
            (0.44, 0.49, 170),
            (0.63, 0.6, 120),
            (0.88, 0.91, 90),
        )
    ),
    risk_coverage=tuple(
        RiskCoverage(risk=risk, coverage=coverage)
        for risk, coverage in ((0.05, 0.51), (0.1, 0.78), (0.15, 0.93))
    ),
    figures=(
        QualityFigure(
            signal="style",
            name="auroc",
            value=0.87,
            baseline=0.83,
            baseline_name="a linear model",
            data="a file of headlines",
            readings=_READINGS,
            rows=450,
        ),
        QualityFigure(
            signal="style", name="ece", value=0.021, data="held out", readings=_READINGS, rows=3_000
        ),
        QualityFigure(
            signal="match",
            name="auroc",
            value=0.9,
            baseline=0.87,
            baseline_name="cosine of headline and lead",
            data="swapped headlines",
            readings="made by swapping, read by nobody",
            rows=2_000,
        ),
    ),
    weaknesses_ko=("짧은 제목에 약합니다.",),
    weaknesses_en=("It is weak on short headlines.",),
)
