"""`imfact assess`: judge one headline, or a file of them in batches."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import typer
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rich.progress import track

from imfact.cli.arguments import as_text
from imfact.cli.console import console, errors
from imfact.cli.session import open_house
from imfact.cli.verdict import render
from imfact.contracts.ai_api import AssessBatch, AssessItem
from imfact.contracts.faults import first_fault
from imfact.kit.errors import ConfigError, DataError
from imfact.store.whole_file import whole_file

_BATCH = 32


class InputRow(BaseModel):
    """One line of the input file."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str
    title: str = Field(min_length=1)
    body: str = ""


def assess(
    title: Annotated[str | None, typer.Argument(help="The headline.", callback=as_text)] = None,
    body: Annotated[str, typer.Option(help="The article's text.", callback=as_text)] = "",
    input: Annotated[
        Path | None, typer.Option(help="JSON lines of id, title, body (body may be empty).")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="Where to write one Assessment a row.")
    ] = None,
    lang: Annotated[Literal["ko", "en"], typer.Option(help="Language of the verdict.")] = "ko",
    json: Annotated[bool, typer.Option("--json", help="Print the Assessment as JSON.")] = False,
) -> None:
    """Judge a headline, or every row of --input into --output."""
    if (title is None) == (input is None) or (input is None) != (output is None):
        raise ConfigError("Give a headline, or both --input FILE.jsonl and --output FILE.jsonl.")
    if input is not None and output is not None:
        _judge_file(input, output)
        return
    with open_house() as house:
        (judged,) = house.ai.assess(
            AssessBatch(items=(AssessItem(title=title or " ", body=body),))
        ).items
        if json:
            typer.echo(judged.assessment.model_dump_json(indent=2))
        else:
            console.print(
                render(
                    title or "",
                    judged.assessment,
                    house.policy.thresholds,
                    english=lang == "en",
                )
            )


def _judge_file(source: Path, target: Path) -> None:
    """Judge all rows; a row that cannot be read stops the command before anything is written."""
    rows = list(read_rows(source))
    with (
        whole_file(target) as partial,
        partial.open("w", encoding="utf-8") as handle,
        open_house() as house,
    ):
        starts = range(0, len(rows), _BATCH)
        for start in track(starts, "assess", console=errors, disable=not errors.is_terminal):
            chunk = rows[start : start + _BATCH]
            items = tuple(AssessItem(title=row.title, body=row.body) for row in chunk)
            for row, judged in zip(
                chunk, house.ai.assess(AssessBatch(items=items)).items, strict=True
            ):
                record = {"id": row.id, **judged.assessment.model_dump(mode="json")}
                handle.write(jsonlib.dumps(record, ensure_ascii=False) + "\n")
    errors.print(f"{len(rows)} rows judged → {target}")


def read_rows(path: Path) -> Iterator[InputRow]:
    """Yield the rows of a file of JSON lines. Raises DataError, which names line and field."""
    try:
        # At line feeds alone: a text may hold the other separators of Unicode.
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as exc:
        raise DataError(f"{path} cannot be read as UTF-8 text: {exc}") from exc
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield InputRow.model_validate_json(line)
            except ValidationError as exc:
                raise DataError(f"{path}, line {number}, {first_fault(exc)}.") from exc
