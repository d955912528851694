"""The commands that README and the how-to pages tell people to type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from typer.main import get_command

from imfact.cli.main import app

ROOT = Path(__file__).parents[2]
# From fence to fence, so that what stands between two blocks is not taken for one.
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`]+)`")
_BEGINS = ("imfact ", "make ", "curl ")


@dataclass(frozen=True, slots=True, order=True)
class Command:
    """One command as it is written, without the folder of its program and without a comment."""

    page: str
    text: str


def read_commands() -> list[Command]:
    """Return every command once, in the order of the pages."""
    found: dict[str, Command] = {}
    for path in (ROOT / "README.md", *sorted((ROOT / "docs" / "how-to").glob("*.md"))):
        page = path.relative_to(ROOT).as_posix()
        written = path.read_text("utf-8")
        texts = [
            line
            for language, block in _FENCE.findall(written)
            if language == "sh"
            for line in _lines(block)
        ]
        if page == "README.md":
            texts += [text for line in written.splitlines() for text in _of_table_row(line)]
        for text in map(_bare, texts):
            found.setdefault(text, Command(page, text))
    return list(found.values())


def _lines(block: str) -> list[str]:
    """Return a shell block's commands; a line that is continued is one."""
    joined = block.replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]


def _of_table_row(line: str) -> list[str]:
    """Return the commands of a row: a cell names one whole, then what else may end or follow it."""
    if not line.startswith("| `"):
        return []
    groups = get_command(app).commands  # type: ignore[attr-defined] # typer makes a group of ours
    texts: list[str] = []
    for span in _SPAN.findall(line):
        first = span.split()[0]
        if _bare(span).startswith(_BEGINS):
            texts.append(span)
        elif first in groups:
            texts.append(f"imfact {span}")
        elif first.startswith("--"):
            texts.append(f"{texts[-1].split(' --')[0]} {span}")
        else:
            texts.append(" ".join([*texts[0].split()[:2], span]))
    return texts


def _bare(text: str) -> str:
    without_comment = re.sub(r"\s{2,}#.*$", "", text)
    return re.sub(r"\s+", " ", without_comment).strip().removeprefix(".venv/bin/")
