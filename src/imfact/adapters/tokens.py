"""Tokenizers of model versions. Not for what their tokens mean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from imfact.kit.errors import ConfigError


def load_tokenizer(path: Path) -> Any:
    """Return the tokenizer of a tokenizer.json; texts are not padded.

    Raises:
        ConfigError: the file is absent or unusable.
    """
    try:
        tokenizer: Any = Tokenizer.from_str(path.read_text(encoding="utf-8"))
    # tokenizers raises bare Exception for an unreadable file
    except Exception as exc:
        raise ConfigError(f"{path} is not a usable tokenizer: {exc}", path=str(path)) from exc
    tokenizer.no_padding()
    return tokenizer
