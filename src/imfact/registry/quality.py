"""Reads the quality figures of a materialised clickbait version; older versions have none."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from imfact.contracts.model import Quality
from imfact.registry.checksums import corrupt

QUALITY = "quality.json"


def read_quality(folder: Path) -> Quality | None:
    """Return ``quality.json`` of a version's folder, None where it has none. Raises ModelCorrupt."""
    path = folder / QUALITY
    try:
        return Quality.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as exc:
        raise corrupt("The figures of quality are unreadable", str(path)) from exc
