"""The encoder on onnxruntime: a folder of the registry to unit vectors. Not for storing them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from imfact.adapters.encoder.port import Vectors
from imfact.adapters.text_model import TextModel
from imfact.kit.errors import ConfigError


class OnnxEncoder:
    """A version of the encoder from a folder with model.onnx, tokenizer/tokenizer.json and meta.json.

    Thread-safe; a text's vector does not depend on the texts encoded beside it.

    Args:
        folder: The version, already verified (``imfact.registry``).
        threads: Texts run at the same time; 0 takes all processors.

    Raises:
        ConfigError: the folder holds no usable encoder.
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        self._model = TextModel(
            folder / "model.onnx", folder / "tokenizer" / "tokenizer.json", threads
        )
        try:
            meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
            self._version = str(meta["version"])
        except (OSError, ValueError, KeyError) as exc:
            raise ConfigError(
                f"{folder} holds no usable encoder: {exc}", folder=str(folder)
            ) from exc

    @property
    def version(self) -> str:
        """The registry version."""
        return self._version

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._model.width

    def encode(
        self, texts: Sequence[str], kind: Literal["query", "passage"] = "passage"
    ) -> Vectors:
        """Return unit rows in the order given."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, outputs in enumerate(self._model.run([f"{kind}: {text}" for text in texts])):
            vectors[row] = outputs[0]
        return vectors
