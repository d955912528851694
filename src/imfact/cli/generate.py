"""Writes what is generated from code: schemas/, docs/settings.md, docs/contracts.md. A test compares."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from imfact.contracts.article import CuratedArticle, Tombstone
from imfact.contracts.assessment import Assessment
from imfact.contracts.capture import CaptureMeta
from imfact.contracts.model import Calibration, ModelVersion, Pointer
from imfact.contracts.policy import (
    BatchParams,
    IndexAliases,
    Lexicon,
    ModelRouting,
    Policy,
    PolicyPointer,
    PolicyVersion,
    Rules,
    Thresholds,
)
from imfact.contracts.runs import (
    ItemOutcome,
    Manifest,
    QuarantineRecord,
    RunPlan,
    RunReport,
    StageResult,
)
from imfact.contracts.source import Source
from imfact.services.gateway.openapi import internal_openapi, public_openapi
from imfact.settings import PREFIX, Settings
from imfact.workflow.step_functions import compile_workflow

# What we write is described as it is serialised, what operators write as it is validated.
_WRITTEN: tuple[type[BaseModel], ...] = (
    CaptureMeta, CuratedArticle, Tombstone, Assessment, Manifest, ItemOutcome, StageResult,
    RunPlan, RunReport, QuarantineRecord, ModelVersion, Calibration, Pointer, Policy,
    PolicyVersion, PolicyPointer,
)  # fmt: skip
_ACCEPTED: tuple[type[BaseModel], ...] = (
    Lexicon, Rules, Thresholds, ModelRouting, IndexAliases, BatchParams, Source,
)  # fmt: skip


def generated() -> dict[str, str]:
    """Return every generated file, path from the repository's root → text."""
    files: dict[str, str] = {}
    rows = []
    for models, mode in ((_WRITTEN, "serialization"), (_ACCEPTED, "validation")):
        for model in models:
            path = f"schemas/{model.__name__}.schema.json"
            files[path] = _json(
                model.model_json_schema(
                    mode="serialization" if mode == "serialization" else "validation"
                )
            )
            summary = (model.__doc__ or "").strip().splitlines()[0]
            rows.append(f"| [{model.__name__}](../{path}) | {summary} |")
    files["schemas/gateway.openapi.json"] = _json(public_openapi())
    files["schemas/gateway-internal.openapi.json"] = _json(internal_openapi())
    files["schemas/workflow.asl.json"] = json.dumps(compile_workflow(), indent=1) + "\n"
    files["docs/contracts.md"] = (
        "# Contracts\n\nGenerated from `imfact.contracts` by `make schemas`.\n\n"
        "| record | what it is |\n|---|---|\n" + "\n".join(sorted(rows)) + "\n"
    )
    files["docs/settings.md"] = _settings_page()
    return files


def main() -> None:
    """Write the files below the current folder, the repository's root."""
    for path, text in generated().items():
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


# Any: a JSON document.
def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _settings_page() -> str:
    lines = [
        "# Settings",
        "",
        "Generated from `imfact.settings` by `make schemas`. Read from the environment only; an",
        "unknown `IMFACT_` variable is an error. What operators tune is policy, not a setting.",
        "",
        "| variable | default | what |",
        "|---|---|---|",
    ]
    for name, field in Settings.model_fields.items():
        default = "" if field.default in ("", None) else f"`{field.default}`"
        lines.append(f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
