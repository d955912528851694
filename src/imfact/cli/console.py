"""Where the command line prints: answers to stdout, errors and progress to stderr.

Text is printed as it is: headlines, file names and messages hold brackets that rich would take for its
markup. What is to be bold is a ``Text``.
"""

from __future__ import annotations

from rich.console import Console

console = Console(highlight=False, soft_wrap=True, markup=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
