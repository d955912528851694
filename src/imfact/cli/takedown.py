"""`imfact takedown`: an article out of every layer, for good."""

from __future__ import annotations

from typing import Annotated

import typer

from imfact.bootstrap.stages import layers
from imfact.cli.arguments import as_text
from imfact.cli.console import console
from imfact.cli.session import open_house
from imfact.contracts.article import Tombstone
from imfact.kit.urls import normalise_url, url_hash
from imfact.pipeline.takedown.removal import take_down
from imfact.workflow.lock import RunLock


def takedown(
    url: Annotated[
        str, typer.Argument(help="Any form of the article's address.", callback=as_text)
    ],
    reason: Annotated[
        str, typer.Option(help="Kept with the mark, for whoever asks later.", callback=as_text)
    ],
    json: Annotated[bool, typer.Option("--json", help="Print what was removed as JSON.")] = False,
) -> None:
    """Remove an article from pages, records, features, database and indices; it never comes back."""
    identity = url_hash(normalise_url(url))
    with open_house() as house:
        mark = Tombstone(url_hash=identity, reason=reason, created_at=house.clock())
        # A run in progress would carry on with what it has read already.
        with RunLock(house.lake, f"takedown-{identity}"):
            removed = {name: n for name, n in take_down(layers(house), [mark]).items() if n}
    if json:
        console.print_json(data={"url_hash": identity, "removed": removed})
        return
    for name, count in removed.items():
        console.print(f"{name:<12}{count}")
    # The mark alone is written for a mistyped address too; who asked must not believe it is done.
    if removed.keys() <= {"database"}:
        console.print(
            f"Nothing of this address ({identity}) was here; from now on it is refused. "
            "Was another address meant?"
        )
        return
    console.print(
        f"{identity} is taken down; neither a crawl nor a restored backup brings it back."
    )
