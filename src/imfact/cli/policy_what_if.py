"""What another policy would say of stored articles, or of a file's headlines. Nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import TypeVar

from rich.text import Text

from imfact.bootstrap.house import House
from imfact.cli.assess import read_rows
from imfact.cli.console import errors
from imfact.contracts.ai_api import AssessItem
from imfact.contracts.article import CuratedArticle
from imfact.contracts.policy import Policy
from imfact.judge.changes import Tally, shifts_of
from imfact.kit.errors import DataError
from imfact.lake.articles import read_article
from imfact.lake.contents import starting_manifest
from imfact.lake.tombstones import read_tombstones
from imfact.pipeline.enrich.vectors import VectorShelf

_BATCH = 64

Item = TypeVar("Item")
Named = tuple[str, AssessItem]


def what_if(house: House, candidate: Policy, file: Path | None, keep: int) -> Tally:
    """Judge every headline by the policy in force and by ``candidate``; each is read once.

    Args:
        house: The instance.
        candidate: A checked policy.
        file: JSON lines of id, title, body; the lake's articles where None.
        keep: How many of the biggest changes are kept.
    """
    engine, now = house.engines.open(house.model), house.clock()
    before, after = engine.bench(house.policy), engine.bench(candidate)
    tally = Tally(keep)
    batches = _of_file(file) if file is not None else _of_lake(house)
    with errors.status("what-if") if errors.is_terminal else nullcontext():
        for named in batches:
            cases = engine.cases([item for _, item in named])
            with_ids = list(zip((name for name, _ in named), cases, strict=True))
            tally.add(shifts_of(with_ids, before, after, now))
    return tally


def _of_file(file: Path) -> Iterator[list[Named]]:
    for chunk in _batched(read_rows(file)):
        yield [(row.id, AssessItem(title=row.title, body=row.body)) for row in chunk]


def _of_lake(house: House) -> Iterator[list[Named]]:
    """Yield the newest text of every article that was not taken down, with the vectors it has."""
    shelf = VectorShelf(house.lake, house.encoder_version)
    dead = read_tombstones(house.lake)
    manifest = starting_manifest(house.lake, "curated", house.stage_context().run_id)
    # In the order of fetches: the last one of an address is its newest.
    newest = {entry.url_hash: entry.key for entry in manifest.entries if entry.url_hash not in dead}
    for keys in _batched(newest.values()):
        articles = list(_readable(house, keys))
        parts = house.gateway.find_embeddings(
            house.encoder_version, [article.text_hash for article in articles]
        )
        yield [
            (
                article.url_hash,
                AssessItem(
                    title=article.title,
                    body=article.body,
                    paywalled=article.paywalled,
                    vectors=shelf.find(article.text_hash, parts),
                ),
            )
            for article in articles
        ]


def _readable(house: House, keys: Sequence[str]) -> Iterator[CuratedArticle]:
    for key in keys:
        try:
            yield read_article(house.lake, key)
        except DataError as exc:
            errors.print(Text(f"left out: {exc.message}"))


def _batched(items: Iterable[Item]) -> Iterator[Sequence[Item]]:
    """Yield ``items`` in lists of up to 64."""
    iterator = iter(items)
    while chunk := list(islice(iterator, _BATCH)):
        yield chunk
