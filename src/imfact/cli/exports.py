"""`imfact export`: captures as a web archive, articles as a table; rights decide what leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from imfact.cli.console import console, errors
from imfact.cli.session import open_house
from imfact.kit.errors import ConfigError
from imfact.lake.tombstones import read_tombstones
from imfact.pipeline.exchange.articles_export import export_articles
from imfact.pipeline.exchange.warc_export import export_warc

app = typer.Typer(help="Take pages or texts out: warc, articles.", no_args_is_help=True)

SourceOption = Annotated[str | None, typer.Option(help="Slug of the only source to export.")]
JsonFlag = Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")]


@app.command()
def warc(
    file: Annotated[Path, typer.Argument(help="FILE.warc or FILE.warc.gz.")],
    source: SourceOption = None,
    json: JsonFlag = False,
) -> None:
    """Write the captures of sources that allow an export as WARC response records."""
    _require_folder(file)
    with open_house() as house:
        _require_source(source, [known.slug for known in house.sources])
        counts = export_warc(
            file,
            house.lake,
            house.sources,
            only=source,
            tombstones=frozenset(read_tombstones(house.lake)),
        )
    if json:
        console.print_json(data=dict(counts))
        return
    console.print(f"{counts['exported']} captures → {file}")
    for reason, count in counts.items():
        if reason != "exported":
            errors.print(f"{count} left out: {reason}")


@app.command()
def articles(
    file: Annotated[Path, typer.Argument(help="FILE.jsonl or FILE.parquet.")],
    source: SourceOption = None,
    json: JsonFlag = False,
) -> None:
    """Write the articles of sources that allow an export, sorted by url_hash."""
    _require_folder(file)
    with open_house() as house:
        _require_source(source, [known.slug for known in house.sources])
        written = export_articles(file, house.gateway.exported_articles(source))
    if json:
        console.print_json(data={"exported": written})
        return
    console.print(f"{written} articles → {file}")
    if not written:
        errors.print("Only articles whose rights say export: true are written.")


def _require_folder(file: Path) -> None:
    if not file.absolute().parent.is_dir():
        raise ConfigError(f"There is no folder {file.absolute().parent}.")


def _require_source(source: str | None, known: list[str]) -> None:
    if source is not None and source not in known:
        raise ConfigError(f"There is no source {source!r}; known are {', '.join(known)}.")
