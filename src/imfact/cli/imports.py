"""`imfact import`: web archives into raw/, rows of articles into curated/."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import JustifyMethod
from rich.table import Table
from rich.text import Text

from imfact.bootstrap.house import House
from imfact.cli.console import console, errors
from imfact.cli.session import open_house
from imfact.contracts.exchange import FileImport, ImportReport
from imfact.kit.errors import DataError, NotFoundError
from imfact.kit.ids import new_run_id
from imfact.lake.tombstones import read_tombstones
from imfact.pipeline.exchange.articles_import import import_articles
from imfact.pipeline.exchange.warc_import import import_warc
from imfact.pipeline.train.data.aihub import read_aihub, write_headlines
from imfact.policy.presets import DEFAULT_PRESET, SourceBook, load_preset

app = typer.Typer(
    help="Bring pages, texts or labels in: warc, articles, aihub.", no_args_is_help=True
)

RightsOption = Annotated[
    str,
    typer.Option("--rights", help="Named rights for sources not known yet (rights/*.json)."),
]
JsonFlag = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]
_LINES_PRINTED = 20


@app.command()
def warc(
    files: Annotated[list[Path], typer.Argument(help="WARC files, gzipped or plain.")],
    rights: RightsOption = DEFAULT_PRESET,
    json: JsonFlag = False,
) -> None:
    """Keep the pages of web archives as captures; then: imfact run --from raw."""
    _require(files)
    with open_house() as house:
        book = SourceBook(house.config, load_preset(house.config, rights))
        tombstones = frozenset(read_tombstones(house.lake))
        run_id = new_run_id(house.clock())
        done = []
        for path in files:
            with errors.status(path.name):
                done.append(
                    import_warc(
                        path,
                        house.lake,
                        book,
                        run_id=run_id,
                        limit_bytes=house.policy.batch.page_limit_bytes,
                        tombstones=tombstones,
                    )
                )
    _tell(ImportReport(rights=rights, files=tuple(done)), json, following="raw")


@app.command()
def articles(
    file: Annotated[
        Path, typer.Argument(help="JSON lines of url, source, title, body, published_at.")
    ],
    rights: RightsOption = DEFAULT_PRESET,
    json: JsonFlag = False,
) -> None:
    """Keep rows of articles as curated records; then: imfact run --from curated."""
    _require([file])
    with open_house() as house:
        done = _import_articles(house, file, rights)
    _tell(ImportReport(rights=rights, files=(done,)), json, following="curated")
    if len(done.broken) == done.read:
        raise DataError(f"No line of {file.name} is an article.")


@app.command()
def aihub(
    folder: Annotated[
        Path, typer.Argument(exists=True, help="Folder of JSON files in the form of AI Hub 71338.")
    ],
    out: Annotated[Path, typer.Option(help=".jsonl.gz to write: id, title, lead, score, tactic.")],
) -> None:
    """Make labelled headlines of 낚시성 기사 탐지 데이터; then: imfact train, or imfact model evaluate."""
    paths = sorted(folder.rglob("*.json")) if folder.is_dir() else [folder]
    if not paths:
        raise NotFoundError(f"{folder} holds no JSON file; unpack the archives of the set there.")
    counts = write_headlines(read_aihub(paths), out)
    console.print(
        f"{len(paths):,}개 파일 · 제목 {counts['P1']:,}건 → {out} · "
        f"본문 수정(P2) {counts['P2']:,}건은 제목 판정이 없어 제외"
    )


def _import_articles(house: House, file: Path, rights: str) -> FileImport:
    return import_articles(
        file,
        house.lake,
        SourceBook(house.config, load_preset(house.config, rights)),
        fetched_at=house.clock(),
        tombstones=frozenset(read_tombstones(house.lake)),
    )


def _require(files: list[Path]) -> None:
    for path in files:
        if not path.is_file():
            raise NotFoundError(f"There is no file {path}.")


def _tell(report: ImportReport, json: bool, *, following: str) -> None:
    """Print what was done; raise where a file breaks off, after all else was kept.

    Raises:
        DataError: a file is cut.
    """
    if json:
        typer.echo(report.model_dump_json(indent=2))
    else:
        console.print(_table(report))
        for done in report.files:
            for part in [part for part in done.broken if part.line][:_LINES_PRINTED]:
                console.print(f"{done.file}, line {part.line}: {part.reason}")
        console.print(Text.assemble("\nNext: ", (f"imfact run --from {following}", "bold")))
    cut = [done.cut for done in report.files if done.cut]
    if cut:
        kept = " Everything before it was kept." if any(done.read for done in report.files) else ""
        raise DataError(" ".join(cut) + kept)


def _table(report: ImportReport) -> Table:
    table = Table(box=None)
    for column in ("file", "read", "imported", "unchanged", "skipped", "broken", "new sources"):
        justify: JustifyMethod = "left" if column == "file" else "right"
        table.add_column(column, justify=justify, overflow="fold")
    for done in report.files:
        figures = (done.read, done.imported, done.unchanged, sum(done.skipped.values()))
        broken = sum(part.line > 0 for part in done.broken)
        row = [str(figure) for figure in (*figures, broken, len(done.sources_added))]
        table.add_row(done.file, *row)
        for reason, count in done.skipped.items():
            table.add_row(f"  {reason}", "", "", "", str(count), style="dim")
    return table
