"""`imfact export`: captures as a web archive, articles as a table; rights decide what leaves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from imfact.bootstrap.house import House
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
    with _house_for(file, source) as house:
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
    with _house_for(file, source) as house:
        written = export_articles(file, house.gateway.exported_articles(source))
    if json:
        console.print_json(data={"exported": written})
        return
    console.print(f"{written} articles → {file}")
    if not written:
        errors.print("Only articles whose rights say export: true are written.")


@contextmanager
def _house_for(file: Path, source: str | None) -> Iterator[House]:
    """Open the parts for an export. Raises ConfigError where folder or source are not there."""
    if not file.absolute().parent.is_dir():
        raise ConfigError(f"There is no folder {file.absolute().parent}.")
    with open_house() as house:
        known = [known.slug for known in house.sources]
        if source is not None and source not in known:
            raise ConfigError(f"There is no source {source!r}; known are {', '.join(known)}.")
        yield house
