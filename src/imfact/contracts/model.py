"""Records of the model registry: a version's meta.json, calibration.json and the pointer."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

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


class Calibration(BaseModel):
    """``calibration.json``: p = sigmoid(slope × logit + intercept) after Platt (1999)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal[1] = 1
    method: Literal["platt", "temperature"]
    slope: float = Field(gt=0)
    intercept: float
    covariance: tuple[tuple[float, float], tuple[float, float]] | None = None
    """Of (slope, intercept), by bootstrap; gives the interval."""
    fitted_on: str
    base_rate: float = Field(gt=0, lt=1)
    """Share of positives among the rows it was fitted on."""


class Pointer(BaseModel):
    """``clickbait/cbt_current/pointer.json``: which version is current; nothing else decides it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    target: str = Field(pattern=MODEL_VERSION_PATTERN)
