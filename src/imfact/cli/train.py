"""`imfact train`: makes a clickbait version out of labelled headlines and articles."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal

import typer

from imfact.cli.console import console
from imfact.contracts.model import MODEL_VERSION_PATTERN
from imfact.kit.errors import ConfigError
from imfact.registry.install import bundled_folder, bundled_versions


def train(
    version: Annotated[str, typer.Option(help="Its id, such as 2026-12-01-v1.")],
    headlines: Annotated[
        Path,
        typer.Option(
            exists=True, help="JSON lines, plain or gzip: id, title, lead, score 0-3, tactic."
        ),
    ],
    articles: Annotated[
        Path,
        typer.Option(
            exists=True, help="JSON lines, plain or gzip: id, title, body, body_is, published."
        ),
    ],
    labelled_by: Annotated[
        Literal["person", "model"],
        typer.Option(help="Who scored the headlines; every figure of the version says so."),
    ],
    out: Annotated[Path, typer.Option(help="Where the version's folder is made.")],
    work: Annotated[
        Path, typer.Option(help="Checkpoints and vectors; a stopped training goes on from here.")
    ] = Path("var/train"),
    readings: Annotated[
        list[Path] | None,
        typer.Option(
            exists=True,
            help="JSON lines: id, score, tactic, reader, label_source, guide, read_on[, calibration].",
        ),
    ] = None,
    encoder: Annotated[
        Path | None, typer.Option(help="The encoder version's folder; the bundled one without it.")
    ] = None,
    threads: Annotated[int, typer.Option(min=1, help="How many the networks learn with.")] = 1,
    epochs: Annotated[int, typer.Option(min=1)] = 4,
) -> None:
    """Train, calibrate and seal a clickbait version; `imfact model add` brings it to the registry."""
    if not re.fullmatch(MODEL_VERSION_PATTERN, version):
        raise typer.BadParameter("a version is a date and a number: 2026-12-01-v1")
    missing = [name for name in ("torch", "transformers", "sklearn", "onnx") if not find_spec(name)]
    if missing:
        raise ConfigError(
            f"Training needs {', '.join(missing)}: install the extra with "
            "`pip install --require-hashes -r requirements/train.txt`."
        )
    from imfact.pipeline.train.clickbait import Sources, make_version

    chosen = encoder or bundled_folder("encoder", bundled_versions("encoder")[-1])
    quality = make_version(
        version,
        Sources(headlines, labelled_by, articles, chosen, tuple(readings or ())),
        out,
        work,
        console.print,
        threads=threads,
        epochs=epochs,
    )
    for figure in quality.figures:
        beside = "" if figure.baseline is None else f" ({figure.baseline_name}: {figure.baseline})"
        console.print(f"{figure.signal} {figure.name} {figure.value}{beside} · {figure.data}")
