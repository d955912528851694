"""Where the command line prints: answers to stdout, errors and progress to stderr.

Text is printed as it is: headlines, file names and messages hold brackets that rich would take for its
markup. What is to be bold is a ``Text``.
"""

from __future__ import annotations

from rich.console import Console

# Who reads a pipe or a file has no width; a cell that was cut there is lost.
_WIDE = 10_000


def _open(*, stderr: bool) -> Console:
    """Return a console that takes text as it is: headlines, addresses and file names have brackets too."""
    opened = Console(stderr=stderr, highlight=False, soft_wrap=True, markup=False, emoji=False)
    if not opened.is_terminal:
        opened.width = _WIDE
    return opened


console = _open(stderr=False)
errors = _open(stderr=True)
