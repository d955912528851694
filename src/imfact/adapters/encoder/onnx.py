"""The encoder on onnxruntime: a folder of the registry to unit vectors. Not for storing them."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal

import numpy as np
from tokenizers import Tokenizer

from imfact.adapters.encoder.port import Vectors
from imfact.adapters.onnx_session import open_session
from imfact.kit.errors import ConfigError


class OnnxEncoder:
    """A version of the encoder from a folder with model.onnx, tokenizer/tokenizer.json and meta.json.

    Each text is run alone, several at a time. A dynamically quantised model scales its activations by
    the largest of the whole batch, so in company a text would get another vector than alone (cosine
    .997), and no verdict could be reproduced. With two processors it costs 3% of the throughput.

    Thread-safe: the session and the tokenizer keep no state between calls.

    Args:
        folder: The version, already verified (``imfact.registry``).
        threads: Texts run at the same time; 0 takes all processors.

    Raises:
        ConfigError: the folder holds no usable encoder.
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        self._session = open_session(folder / "model.onnx", 1)
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
        workers = threads or len(os.sched_getaffinity(0))
        self._workers = ThreadPoolExecutor(workers, thread_name_prefix="encoder")

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
        """Return unit rows in the order given; a text's row does not depend on the others."""
        vectors = np.empty((len(texts), self._dimension), dtype=np.float32)
        prefix = f"{kind}: "
        encoded = self._tokenizer.encode_batch([prefix + text for text in texts])
        tokens = [encoding.ids for encoding in encoded]
        for row, vector in enumerate(self._workers.map(self._run, tokens)):
            vectors[row] = vector
        return vectors

    def _run(self, tokens: list[int]) -> Vectors:
        ids = np.array([tokens], dtype=np.int64)
        outputs = self._session.run(None, {"ids": ids, "mask": np.ones_like(ids)})
        return np.asarray(outputs[0][0], dtype=np.float32)
