"""A process that runs commands of `imfact` one after the other: what they import is imported once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_LOOP = """
import io, json, sys, traceback
from contextlib import redirect_stderr, redirect_stdout
from imfact.cli.main import main

for line in sys.stdin:
    sys.argv, code, told = ["imfact", *json.loads(line)], 0, io.StringIO()
    with redirect_stdout(told), redirect_stderr(told):
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
        except Exception:
            code = 1
            traceback.print_exc()
    print(json.dumps([code, told.getvalue()]), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended and what it said."""

    code: int
    said: str


class Shell:
    """Runs `imfact` with arguments in ``folder``."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _LOOP],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def imfact(self, *words: str) -> Ended:
        """Run one command and wait for its end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        return Ended(*json.loads(self._process.stdout.readline()))
