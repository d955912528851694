"""The encoder on onnxruntime: a folder of the registry to unit vectors. Not for storing them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from tokenizers import Tokenizer

from imfact.adapters.encoder.port import Vectors
from imfact.adapters.onnx_session import open_session
from imfact.kit.errors import ConfigError

# Tokens of a batch, padding included: beyond this the processor's caches no longer hold a layer.
_BATCH_TOKENS = 2_048
# Padding that costs more than another run: one long lead among short sentences would pad them all.
_PADDING_TOKENS = 256


class OnnxEncoder:
    """A version of the encoder from a folder with model.onnx, tokenizer/tokenizer.json and meta.json.

    Thread-safe: the session and the tokenizer keep no state between calls.

    Args:
        folder: The version, already verified (``imfact.registry``).
        threads: Threads of one call; 0 takes all processors.

    Raises:
        ConfigError: the folder holds no usable encoder.
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        self._session = open_session(folder / "model.onnx", threads)
        try:
            meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
            self._version = str(meta["version"])
            tokenizer = (folder / "tokenizer" / "tokenizer.json").read_text(encoding="utf-8")
            self._tokenizer: Any = Tokenizer.from_str(tokenizer)
        # tokenizers raises bare Exception for an unreadable file
        except Exception as exc:
            raise ConfigError(
                f"{folder} holds no usable encoder: {exc}", folder=str(folder)
            ) from exc
        self._tokenizer.no_padding()
        self._dimension = int(self._session.get_outputs()[0].shape[1])

    @property
    def version(self) -> str:
        """The registry version."""
        return self._version

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode(
        self, texts: Sequence[str], kind: Literal["query", "passage"] = "passage"
    ) -> Vectors:
        """Return unit rows in the order given; texts of like length share a batch."""
        vectors = np.empty((len(texts), self._dimension), dtype=np.float32)
        prefix = f"{kind}: "
        encoded = self._tokenizer.encode_batch([prefix + text for text in texts])
        tokens = [encoding.ids for encoding in encoded]
        for rows in _batches([len(ids) for ids in tokens]):
            vectors[rows] = self._run([tokens[row] for row in rows])
        return vectors

    def _run(self, batch: list[list[int]]) -> Vectors:
        length = max(len(ids) for ids in batch)
        ids = np.ones((len(batch), length), dtype=np.int64)  # 1 is <pad>
        mask = np.zeros_like(ids)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        outputs = self._session.run(None, {"ids": ids, "mask": mask})
        return np.asarray(outputs[0], dtype=np.float32)


def _batches(lengths: list[int]) -> Iterator[list[int]]:
    """Yield row numbers, shortest first, so that a batch holds few paddings and bounded tokens."""
    batch: list[int] = []
    tokens = 0
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        padded = (len(batch) + 1) * lengths[row]
        tokens += lengths[row]
        if batch and (padded > _BATCH_TOKENS or padded - tokens > _PADDING_TOKENS):
            yield batch
            batch, tokens = [], lengths[row]
        batch.append(row)
    if batch:
        yield batch
