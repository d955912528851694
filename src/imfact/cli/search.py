"""`imfact search`: the same search as the page's, in the terminal."""

from __future__ import annotations

from typing import Annotated, Literal

import typer
from rich.text import Text

from imfact.cli.arguments import as_text
from imfact.cli.console import console
from imfact.cli.session import open_house


def search(
    query: Annotated[
        str, typer.Argument(help="Words, or a meaning in a few words.", callback=as_text)
    ],
    mode: Annotated[
        Literal["hybrid", "text", "vector"], typer.Option(help="By word, by meaning, or both.")
    ] = "hybrid",
    limit: Annotated[int, typer.Option(min=1, max=50, help="Most hits to print.")] = 10,
    json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Search the current index."""
    with open_house() as house:
        page = house.reader.search(query, mode=mode, limit=limit)
    if json:
        typer.echo(page.model_dump_json(indent=2))
        return
    if not page.items:
        console.print("결과가 없습니다. No hits.")
    for item in page.items:
        article = item.article
        line = Text(article.title, style="bold")
        for start, end in item.highlights:
            line.stylize("underline", start, end)
        console.print(line)
        trust = "–" if article.verdict is None else str(article.verdict.trust)
        console.print(f"  {article.source.name} · {article.url_hash} · 신뢰도 {trust}", style="dim")
        if item.passage:
            console.print(f"  {item.passage}")
