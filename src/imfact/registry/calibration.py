"""Reads the calibration of a materialised clickbait version."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from imfact.contracts.model import Calibration
from imfact.registry.checksums import corrupt

CALIBRATION = "calibration.json"


def read_calibration(folder: Path) -> Calibration:
    """Return ``calibration.json`` of a version's folder. Raises ModelCorrupt."""
    path = folder / CALIBRATION
    try:
        return Calibration.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as exc:
        raise corrupt("The calibration is missing or unreadable", str(path)) from exc
