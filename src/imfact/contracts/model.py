"""Records of the model registry: a version's meta.json, calibration.json and the pointer."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from imfact.contracts.assessment import SignalName

MODEL_VERSION_PATTERN = r"^\d{4}-\d{2}-\d{2}-v\d+$"


class ModelVersion(BaseModel):
    """``{kind}/{version}/meta.json``: where a version comes from and how good it was seen to be."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: Literal[1] = 1
    kind: Literal["clickbait", "encoder"]
    version: str = Field(pattern=MODEL_VERSION_PATTERN)
    description: str
    licence: str
    created_at: datetime
    trained_on: str
    """What data, and whose readings."""
    code: str
    """The command that made it."""
    requires_encoder: str | None = None
    # Any: measured figures of free form (name → number or small table).
    metrics: dict[str, Any] = {}
    provenance: dict[str, str] = {}


class ReliabilityBin(BaseModel):
    """Held-out headlines of like probability: what was said on average, and how it was."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    said: float = Field(ge=0, le=1)
    seen: float = Field(ge=0, le=1)
    rows: int = Field(ge=1)


class RiskCoverage(BaseModel):
    """The widest coverage at which neither kind of error is above ``risk``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    risk: float = Field(gt=0, lt=1)
    coverage: float = Field(ge=0, le=1)


class FigureWords(BaseModel):
    """What a figure is told with, in another language than English."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    baseline_name: str | None = None
    data: str
    readings: str


class QualityFigure(BaseModel):
    """One measured figure, never without what it was measured on and whose readings that were."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    signal: Literal["style", "match", "coherence"]
    name: Literal["auroc", "average_precision", "spearman", "ece", "brier"]
    value: float
    baseline: float | None = None
    baseline_name: str | None = None
    data: str
    readings: str
    rows: int = Field(ge=1)
    ko: FigureWords | None = None
    """The same words in Korean, where the version brings them."""


class Quality(BaseModel):
    """``quality.json`` of a clickbait version: what the page on method and quality shows."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: Literal[1] = 1
    reliability: tuple[ReliabilityBin, ...] = ()
    risk_coverage: tuple[RiskCoverage, ...] = ()
    figures: tuple[QualityFigure, ...] = ()
    trained_on_ko: str | None = None
    """What ``trained_on`` of meta.json says, in Korean, where the version brings it."""
    weaknesses_ko: tuple[str, ...] = ()
    weaknesses_en: tuple[str, ...] = ()


class PlattLine(BaseModel):
    """p = sigmoid(slope × logit + intercept) after Platt (1999)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    method: Literal["platt", "temperature"]
    slope: float = Field(gt=0)
    intercept: float
    covariance: tuple[tuple[float, float], tuple[float, float]] | None = None
    """Of (slope, intercept), by bootstrap; gives the interval."""
    fitted_on: str
    base_rate: float = Field(gt=0, lt=1)
    """Share of positives among the rows it was fitted on."""


class Calibration(PlattLine):
    """``calibration.json``: the line of style, and those of match and coherence where they are judged."""

    schema_version: Literal[1] = 1
    match: PlattLine | None = None
    coherence: PlattLine | None = None


class PointerChange(BaseModel):
    """One entry of the pointer's history: who became current, how and why."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    action: Literal["install", "promote", "rollback"]
    target: str = Field(pattern=MODEL_VERSION_PATTERN)
    at: datetime | None = None
    """Null for the first target of a pointer that is older than its history."""
    reason: str | None = None
    """Why; always given where ``forced``."""
    forced: bool = False
    """Promoted although it did not keep the floors of the one before."""


class Pointer(BaseModel):
    """``clickbait/cbt_current/pointer.json``: which version is current; nothing else decides it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    target: str = Field(pattern=MODEL_VERSION_PATTERN)
    history: tuple[PointerChange, ...] = ()
    """Oldest first; the last entry gave ``target``."""


class Figures(BaseModel):
    """How good the probabilities of one signal of a version are on one file of labelled headlines."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: int
    base_rate: float
    """Share of rows in the file that have the problem, such as bait."""
    auroc: float
    average_precision: float
    spearman: float | None
    """With the graded reading; null where the file has labels only."""
    ece: float
    """Ten bins of equal width, probabilities shifted to the file's own base rate."""
    coverage: dict[str, float]
    """Most errors in percent ("5", "10", "15") → share of headlines that get a verdict then."""


class Evaluation(BaseModel):
    """``clickbait/cbt_evaluations/{version}/*.json``: a version beside the one that was current."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: Literal[1] = 1
    version: str = Field(pattern=MODEL_VERSION_PATTERN)
    against: str = Field(pattern=MODEL_VERSION_PATTERN)
    signal: SignalName = "style"
    """Whose probabilities were measured."""
    data: str
    """The file's name."""
    data_sha256: str
    figures: Figures
    against_figures: Figures
    below: tuple[str, ...]
    """One sentence for each floor that ``version`` does not keep; empty where it keeps all."""
    evaluated_at: datetime
